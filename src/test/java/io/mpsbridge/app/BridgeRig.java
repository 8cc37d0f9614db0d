package io.mpsbridge.app;

import io.mpsbridge.config.ConfigKey;
import io.mpsbridge.config.Settings;
import io.mpsbridge.config.SettingsLoader;
import io.mpsbridge.simulator.Account;
import io.mpsbridge.simulator.Concurrency;
import io.mpsbridge.simulator.Simulator;
import io.mpsbridge.simulator.SimulatorSettings;
import io.mpsbridge.testing.CommittedTopics;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.ReadCommitted;
import io.mpsbridge.testing.SharedBroker;
import io.mpsbridge.testing.TestTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of their own on the shared broker, and a simulator: what a bridge under test lives between. */
final class BridgeRig implements AutoCloseable {

    static final Account ACCOUNT = new Account("test-id", "test-key", Optional.empty());

    private final KafkaBroker broker;
    private final String name = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final TestTopics topics = new TestTopics(name);
    private final Map<String, String> given = new HashMap<>();
    private final Simulator simulator;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CommittedTopics answers;
    private final CommittedTopics deadLetters;

    BridgeRig(int partitions) {
        this(partitions, 20);
    }

    BridgeRig(int partitions, int rateLimit) {
        this(SharedBroker.get(), partitions, rateLimit);
    }

    /** The service makes so many tasks at a time. */
    BridgeRig(int partitions, Concurrency concurrency) {
        this(SharedBroker.get(), partitions, 20, settings -> settings.withConcurrency(concurrency));
    }

    /** @param broker is not closed here */
    BridgeRig(KafkaBroker broker, int partitions, int rateLimit) {
        this(broker, partitions, rateLimit, settings -> settings.withRateLimit(rateLimit));
    }

    /** @param rateLimit what the bridge is told of the default account */
    BridgeRig(int partitions, int rateLimit, UnaryOperator<SimulatorSettings> simulated) {
        this(SharedBroker.get(), partitions, rateLimit, simulated);
    }

    private BridgeRig(KafkaBroker broker, int partitions, int rateLimit, UnaryOperator<SimulatorSettings> simulated) {
        this.broker = broker;
        topics.create(broker, partitions, 2);
        simulator = Simulator.start(
                simulated.apply(SimulatorSettings.of(ACCOUNT)), InstantSource.system(), System::nanoTime);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        answers = new CommittedTopics(broker.bootstrapServers(), topics.completed(), topics.failed());
        deadLetters = new CommittedTopics(broker.bootstrapServers(), topics.deadLetter());
        given.putAll(Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "bridge.group-id", name,
                "mps.endpoint", simulator.uri().toString(),
                "tencentcloud.secret-id", ACCOUNT.secretId(),
                "tencentcloud.secret-key", ACCOUNT.secretKey(),
                "admin.port", "0"));
        given.putAll(topics.properties());
        given.put("mps.rate-limit", String.valueOf(Math.max(1, rateLimit)));
    }

    BridgeRig with(String key, String value) {
        given.put(key, value);
        return this;
    }

    Map<String, String> given() {
        return given;
    }

    /** What a replica of its own process is told. */
    Map<String, String> environment(String instance) {
        Map<String, String> environment = new HashMap<>();
        given.forEach((key, value) -> environment.put(ConfigKey.environmentName(key), value));
        environment.put("BRIDGE_INSTANCE_ID", instance);
        return environment;
    }

    Settings settings() {
        return new SettingsLoader(() -> "replica-1").load(given, Map.of(), null).settings();
    }

    Bridge start() {
        return Bridge.start(settings(), Map.of());
    }

    Simulator simulator() {
        return simulator;
    }

    KafkaBroker broker() {
        return broker;
    }

    TestTopics topics() {
        return topics;
    }

    String group() {
        return name;
    }

    /** Puts a created event as bare JSON on the topic. */
    void event(String taskId) {
        send(new ProducerRecord<>(topics.created(), null, json(taskId)));
    }

    /** Many created events at once. */
    @SuppressWarnings("FutureReturnValueIgnored") // the flush waits for all of them
    void events(int count, IntFunction<String> taskId) {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>(topics.created(), null, json(taskId.apply(i))));
        }
        producer.flush();
    }

    void send(ProducerRecord<byte[], byte[]> created) {
        try {
            producer.send(created).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not take a record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static byte[] json(String taskId) {
        return ("{\"taskId\":\"" + taskId + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    ReadCommitted answers() {
        return answers.look();
    }

    ReadCommitted deadLetters() {
        return deadLetters.look();
    }

    /** Waits until as many answers and dead letters have come. */
    void awaitRecords(int count, Duration limit) {
        await(() -> answers().records().size() + deadLetters().records().size() >= count, count + " answers", limit);
    }

    /** What the admin port answers. */
    static HttpResponse<String> get(int adminPort, String path) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + adminPort + path);
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Looks again and again; no test waits longer than it has to. */
    static void await(BooleanSupplier condition, String what, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    @Override
    public void close() {
        answers.close();
        deadLetters.close();
        producer.close();
        simulator.close();
    }
}
