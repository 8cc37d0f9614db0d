package io.mpsbridge.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mpsbridge.clients.Records;
import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.KnownScopes;
import io.mpsbridge.simulator.Account;
import io.mpsbridge.simulator.Simulator;
import io.mpsbridge.simulator.SimulatorSettings;
import io.mpsbridge.simulator.TaskReport;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.testing.ChildProcess;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.ReadCommitted;
import io.mpsbridge.testing.Results;
import io.mpsbridge.testing.TestTopics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A bridge in a process of its own, its topics and its simulator, with a past that was answered long ago and tasks that
 * keep coming.
 */
final class ReplayUnderFireRig implements AutoCloseable {
    /** Within the retention of topics, and of images for some. */
    @SuppressWarnings("TimeInStaticInitializer") // one moment for the whole run is what is wanted
    static final Instant PAST = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(16));

    static final int FAILED_ONE_IN = 10;

    private static final int PARTITIONS = 6;
    private static final Account ACCOUNT = new Account("world-id", "world-key", Optional.empty());
    private static final double MEDIAN_MILLIS = 2_000;
    private static final double SIGMA = 0.5;

    private final KafkaBroker broker;
    private final String name;
    private final TestTopics topics;
    private final Simulator simulator;
    private final KafkaProducer<byte[], byte[]> producer;
    private final int limit;
    private ChildProcess bridge;
    private int past;
    private int live;

    ReplayUnderFireRig(KafkaBroker broker, String name, int limit) {
        this.broker = broker;
        this.limit = limit;
        this.name = name + UUID.randomUUID().toString().substring(0, 6);
        this.topics = new TestTopics(this.name);
        topics.create(broker, PARTITIONS, 3);
        this.simulator = Simulator.start(
                SimulatorSettings.of(ACCOUNT).withRateLimit(limit), InstantSource.system(), System::nanoTime);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static String pastId(int i) {
        return "sim-past-" + i + ";at=" + PAST.plusSeconds(i).toEpochMilli() + ";for=5s";
    }

    static boolean pastFailed(int i) {
        return i % FAILED_ONE_IN == 0;
    }

    TestTopics topics() {
        return topics;
    }

    /** Created events of long ago, one a second, with their answers; the bridge's group is behind them. */
    void past(int count) throws Exception {
        var encoder = new EventEncoder(topics.completed(), topics.failed(), topics.deadLetter(), name);
        var decoder = new EventDecoder(InstantSource.system(), KnownScopes.any());
        past = count;
        for (int i = 0; i < count; i++) {
            byte[] value = ("{\"taskId\":\"" + pastId(i) + "\"}").getBytes(UTF_8);
            long at = PAST.plusSeconds(i).toEpochMilli();
            var unused = producer.send(
                    new ProducerRecord<byte[], byte[]>(topics.created(), i % PARTITIONS, at, null, value));
            var record = new InboundRecord(
                    topics.created(), i % PARTITIONS, i / PARTITIONS, Instant.ofEpochMilli(at), null, value, List.of());
            var task = ((Decoded.Task) decoder.decode(record)).task();
            unused = producer.send(Records.outbound(encoder.encode(outcome(task, i)), null));
        }
        producer.flush();
        try (Admin admin = broker.admin()) {
            Map<TopicPartition, OffsetAndMetadata> ends = IntStream.range(0, PARTITIONS)
                    .boxed()
                    .collect(Collectors.toMap(
                            p -> new TopicPartition(topics.created(), p),
                            p -> new OffsetAndMetadata((count - p + PARTITIONS - 1) / PARTITIONS)));
            admin.alterConsumerGroupOffsets(name, ends).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static TaskOutcome outcome(TaskCreated task, int i) {
        Instant end = PAST.plusSeconds(i + 5);
        return pastFailed(i)
                ? new TaskOutcome.Failed(task, FailureReason.GENERATION_FAILED, "m", null, "r", end, end, 1)
                : new TaskOutcome.Completed(task, Results.images("https://x/" + i), "r", end, end, 1);
    }

    void start() {
        var environment = environment();
        bridge = ChildProcess.bridge(name, environment, "run");
        bridge.awaitLine("partitions assigned", Duration.ofSeconds(90));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("BRIDGE_GROUP_ID", name);
        environment.put("BRIDGE_INSTANCE_ID", "replica-1");
        environment.putAll(topics.environment());
        environment.put("BRIDGE_MAX_TASK_AGE", "3650d");
        environment.put("MPS_ENDPOINT", simulator.uri().toString());
        environment.put("MPS_RATE_LIMIT", String.valueOf(limit));
        environment.put("POLL_MIN_INTERVAL", (20_000 / limit) + "ms");
        environment.put("TENCENTCLOUD_SECRET_ID", ACCOUNT.secretId());
        environment.put("TENCENTCLOUD_SECRET_KEY", ACCOUNT.secretKey());
        environment.put("ADMIN_PORT", "0");
        return environment;
    }

    /** A command of the bridge's, as a process. */
    ChildProcess command(String... arguments) {
        return ChildProcess.bridge(name + "-" + arguments[0], environment(), arguments);
    }

    /** A new task, of a length that follows from its number alone. */
    void liveTask() {
        long millis = (long) (MEDIAN_MILLIS * Math.exp(SIGMA * new Random(live * 7_919L).nextGaussian()));
        String id = "sim-live-" + live++ + ";at=" + InstantSource.system().millis() + ";for=" + millis + "ms";
        var unused =
                producer.send(new ProducerRecord<>(topics.created(), ("{\"taskId\":\"" + id + "\"}").getBytes(UTF_8)));
    }

    int liveTasks() {
        return live;
    }

    /** Answers that there are when nothing is in flight, without those to replays. */
    int answers() {
        return past + live;
    }

    void flush() {
        producer.flush();
    }

    /** Mean seconds from the end of a live task to the answer that told of it, without the first so many. */
    double meanLiveDelay(int without) {
        return Stream.iterate(0, from -> from < simulator.taskCount(), from -> from + 10_000)
                .flatMap(from -> simulator.tasks(from, 10_000).stream())
                .filter(task -> task.id().startsWith("sim-live-") && number(task) >= without)
                .map(TaskReport::detectionDelaySeconds)
                .filter(delay -> delay != null)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    private static int number(TaskReport task) {
        return Integer.parseInt(
                task.id().substring("sim-live-".length(), task.id().indexOf(';')));
    }

    int peak() {
        return simulator.stats().peak();
    }

    /** Records of a topic, by task id, that carry the name of the replay, or none where it is empty. */
    Map<String, Integer> byTask(String replay, String... topics) {
        var records = ReadCommitted.from(broker.bootstrapServers(), topics).records().stream()
                .filter(each -> replay.equals(Stream.of("ce_replayname", "mps-bridge-replay-name")
                        .flatMap(header -> ReadCommitted.header(header).apply(each).stream())
                        .findFirst()
                        .orElse("")))
                .toList();
        return new ReadCommitted(records).countsByTaskId();
    }

    /** Waits until answers with that replay's name, or none, are there. */
    void awaitAnswers(String replay, long count, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (byTask(replay, topics.completed(), topics.failed()).size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("only "
                        + byTask(replay, topics.completed(), topics.failed()).size() + " of " + count + " answers to '"
                        + replay + "' within " + within);
            }
            LockSupport.parkNanos(Duration.ofMillis(500 + count).toNanos());
        }
    }

    @Override
    public void close() {
        if (bridge != null) {
            bridge.close();
        }
        producer.close(Duration.ofSeconds(5));
        simulator.close();
    }
}
