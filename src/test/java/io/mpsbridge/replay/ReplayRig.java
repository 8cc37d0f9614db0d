package io.mpsbridge.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mpsbridge.clients.Records;
import io.mpsbridge.config.Settings;
import io.mpsbridge.config.SettingsLoader;
import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.event.KnownScopes;
import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.ReadCommitted;
import io.mpsbridge.testing.Results;
import io.mpsbridge.testing.SharedBroker;
import io.mpsbridge.testing.TestTopics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of their own on the shared broker, with events that no bridge has to write first. */
final class ReplayRig implements AutoCloseable {
    /** Within the retention of topics, which goes by the timestamps of their records. */
    @SuppressWarnings("TimeInStaticInitializer") // one moment for the whole run is what is wanted
    static final Instant T0 = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(1));

    static final int PARTITIONS = 3;

    private final KafkaBroker broker = SharedBroker.get();
    private final String name = "r" + UUID.randomUUID().toString().substring(0, 8);
    private final TestTopics topics = new TestTopics(name);
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventEncoder encoder =
            new EventEncoder(topics.completed(), topics.failed(), topics.deadLetter(), name);
    private final EventDecoder decoder = new EventDecoder(InstantSource.fixed(T0), KnownScopes.any());

    ReplayRig() {
        topics.create(broker, PARTITIONS, 2);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    TestTopics topics() {
        return topics;
    }

    String group() {
        return name;
    }

    /** As retention does in time. */
    void deleteAll(String topic) {
        try (Admin admin = broker.admin()) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                all.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1));
            }
            admin.deleteRecords(all).all().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the broker does with a group's offsets in time. */
    void forget(String replay, TopicPartition partition) {
        try (Admin admin = broker.admin()) {
            admin.deleteConsumerGroupOffsets(name + ".replay." + replay, Set.of(partition))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets the topic's {@code max.message.bytes}. */
    void limit(String topic, int bytes) {
        AlterConfigOp set = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", String.valueOf(bytes)), AlterConfigOp.OpType.SET);
        try (Admin admin = broker.admin()) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    KafkaBroker broker() {
        return broker;
    }

    Settings settings() {
        Map<String, String> given = new HashMap<>();
        given.put("kafka.bootstrap.servers", broker.bootstrapServers());
        given.put("bridge.group-id", name);
        given.putAll(topics.properties());
        return new SettingsLoader(() -> "replica-1").load(given, Map.of(), null).settings();
    }

    Replay replay(ReplayRequest request) {
        return replay(request, List.of());
    }

    Replay replay(ReplayRequest request, List<String> accounts) {
        return Replay.open(
                settings().kafka(),
                new Replay.Reader(Duration.ofDays(7), accounts),
                request,
                InstantSource.fixed(T0.plusSeconds(3600)),
                System::nanoTime);
    }

    ReplayReport preview(ReplayRequest request) {
        try (Replay replay = replay(request)) {
            return replay.preview(report -> {});
        }
    }

    ReplayReport execute(ReplayRequest request) {
        try (Replay replay = replay(request)) {
            return replay.execute(report -> {});
        }
    }

    static Selection selection(Instant from, Instant to) {
        return new Selection(from, to, Set.of(), Set.of(), List.of(), false);
    }

    static ReplayRequest request(String replay, Source source, Mode mode, Selection selection) {
        return new ReplayRequest(replay, "a test", source, mode, selection, 100_000, Long.MAX_VALUE, null);
    }

    /** The i-th created event, i seconds after {@link #T0}; every third in binary mode, none with a key. */
    static ProducerRecord<byte[], byte[]> created(String topic, int i) {
        var record = new ProducerRecord<byte[], byte[]>(
                topic, i % PARTITIONS, T0.plusSeconds(i).toEpochMilli(), null, json("t-" + i));
        if (i % 3 == 0) {
            Map.of("ce_specversion", "1.0", "ce_id", "evt-" + i, "ce_source", "/orders", "ce_type", "t")
                    .forEach((header, text) -> record.headers().add(header, text.getBytes(UTF_8)));
        }
        return record;
    }

    static byte[] json(String taskId) {
        return ("{\"taskId\":\"" + taskId + "\"}").getBytes(UTF_8);
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record);
    }

    void flush() {
        producer.flush();
    }

    /** Answers everything on the created topic as a bridge would: one in four has failed, for one of two reasons. */
    void answerAll() {
        for (var each : records(topics.created())) {
            var inbound = Records.inbound(each);
            var decoded = decoder.decode(inbound);
            if (decoded instanceof Decoded.Tombstone) {
                continue;
            }
            OutboundRecord answer = decoded instanceof Decoded.Task task
                    ? encoder.encode(outcome(task.task(), each.offset()))
                    : encoder.deadLetter(inbound, ((Decoded.Unreadable) decoded).rejection());
            send(Records.outbound(answer, null));
        }
        flush();
    }

    static boolean fails(long offset) {
        return offset % 4 == 0;
    }

    private static TaskOutcome outcome(TaskCreated task, long offset) {
        if (!fails(offset)) {
            return new TaskOutcome.Completed(task, Results.images("https://x/" + offset), "r", T0, T0, 1);
        }
        var reason = offset % 8 == 0 ? FailureReason.GENERATION_FAILED : FailureReason.DEADLINE_EXCEEDED;
        return new TaskOutcome.Failed(task, reason, "m", null, "r", T0, T0, 1);
    }

    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return ReadCommitted.from(broker.bootstrapServers(), topic).records();
    }

    /** Task ids of created events that carry the name of a replay, and how often each. */
    Map<String, Integer> replayed(String replay) {
        var records = records(topics.created()).stream()
                .filter(each -> decoder.decode(Records.inbound(each)) instanceof Decoded.Task
                        && replay.equals(lineage(each).replayName()))
                .toList();
        return new ReadCommitted(records).countsByTaskId();
    }

    EventContext lineage(ConsumerRecord<byte[], byte[]> record) {
        return ((Decoded.Task) decoder.decode(Records.inbound(record))).task().lineage();
    }

    Map<TopicPartition, OffsetAndMetadata> offsets(String group) {
        try (Admin admin = broker.admin()) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
