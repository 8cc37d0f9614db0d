package io.mpsbridge.chaos;

import io.mpsbridge.simulator.Account;
import io.mpsbridge.simulator.Simulator;
import io.mpsbridge.simulator.SimulatorSettings;
import io.mpsbridge.testing.ProcessCluster;
import io.mpsbridge.testing.TcpProxy;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;

/** What the bridges live between: a broker that can be killed, a proxy before it, a simulator. */
final class Rig implements AutoCloseable {
    static final int RATE_LIMIT = 200;
    static final int PARTITIONS = 4;
    static final String CREATED = "created";
    static final String COMPLETED = "completed";
    static final String FAILED = "failed";
    static final String DEAD_LETTER = "dead";
    static final String GROUP = "chaos";

    private static final int START_MILLIS = 120_000;
    /** Odd ones are taken, and take nothing away: neither roll nor retention goes by them. */
    private static final Map<String, String> ANY_TIMESTAMP = Map.of(
            "message.timestamp.before.max.ms", String.valueOf(Long.MAX_VALUE),
            "message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE),
            "retention.ms", "-1",
            "segment.ms", String.valueOf(Long.MAX_VALUE));

    private static final Account ACCOUNT = new Account("chaos-id", "chaos-key", Optional.empty());

    private final Mode mode;
    private final List<TcpProxy> proxies;
    private final ProcessCluster brokers;
    private final Simulator simulator;
    private final KeyFile key = new KeyFile(ACCOUNT.secretKey());
    private final FakeClocks clocks;

    private final int rateLimit;

    private Rig(Mode mode, int transactionVersion, int brokers, int rateLimit, FakeClocks clocks) {
        this.clocks = clocks;
        this.mode = mode;
        this.rateLimit = rateLimit;
        this.proxies = Stream.generate(TcpProxy::open).limit(brokers).toList();
        this.brokers = ProcessCluster.start(Mode.broker(transactionVersion), proxies);
        this.simulator = Simulator.start(
                SimulatorSettings.of(ACCOUNT).withRateLimit(rateLimit), InstantSource.system(), System::nanoTime);
    }

    /** A rig with its topics and one broker. */
    static Rig start(Mode mode, int transactionVersion) {
        return start(mode, transactionVersion, 1, RATE_LIMIT);
    }

    /** With one broker or three, and with another quota than the usual one. */
    static Rig start(Mode mode, int transactionVersion, int brokers, int rateLimit) {
        return start(mode, transactionVersion, brokers, rateLimit, FakeClocks.none());
    }

    /** With replicas whose clocks can be moved. */
    static Rig start(Mode mode, int transactionVersion, int brokers, int rateLimit, FakeClocks clocks) {
        var rig = new Rig(mode, transactionVersion, brokers, rateLimit, clocks);
        try {
            rig.createTopics();
            return rig;
        } catch (RuntimeException e) {
            rig.close();
            throw e;
        }
    }

    /** With more patience than the broker's own: here several of them start at once. */
    private void createTopics() {
        var topics = Map.of(CREATED, PARTITIONS, COMPLETED, 2, FAILED, 1, DEAD_LETTER, 1).entrySet().stream()
                .map(topic -> new NewTopic(topic.getKey(), Optional.of(topic.getValue()), Optional.empty())
                        .configs(ANY_TIMESTAMP))
                .toList();
        try (var admin = brokers.admin()) {
            admin.createTopics(topics, new CreateTopicsOptions().timeoutMs(START_MILLIS))
                    .all()
                    .get(START_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Cannot create topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Partitions with a transaction that nobody will end any more, since every replica is gone and its time is up:
     * where a broker is killed between a commit and its marker, it can forget the marker, and no reader passes that
     * place.
     */
    Set<TopicPartition> hangingTransactions() {
        try (var admin = brokers.admin()) {
            var topics = admin.describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true))
                            .names()
                            .get(30, TimeUnit.SECONDS))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS);
            var partitions = topics.values().stream()
                    .flatMap(topic ->
                            topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition())))
                    .toList();
            return admin.describeProducers(partitions).all().get(30, TimeUnit.SECONDS).entrySet().stream()
                    .filter(each -> each.getValue().activeProducers().stream()
                            .anyMatch(producer ->
                                    producer.currentTransactionStartOffset().isPresent()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Cannot list transactions", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Mode mode() {
        return mode;
    }

    ProcessCluster brokers() {
        return brokers;
    }

    /** Resets the replicas' connections to all brokers. */
    void cut() {
        proxies.forEach(TcpProxy::cut);
    }

    /** Nothing passes between replicas and brokers until {@link #resume}. */
    void stall() {
        proxies.forEach(TcpProxy::stall);
    }

    void resume() {
        proxies.forEach(TcpProxy::resume);
    }

    Simulator simulator() {
        return simulator;
    }

    /** From now on replicas have a key that MPS refuses. */
    void spoilKey() {
        key.write("not-" + ACCOUNT.secretKey());
    }

    void mendKey() {
        key.write(ACCOUNT.secretKey());
    }

    /** The replicas' own. */
    FakeClocks clocks() {
        return clocks;
    }

    /** Of a replica, all of whose connections to the broker pass the proxy. */
    Map<String, String> environment(String instance) {
        var environment = new HashMap<>(mode.environment());
        environment.put(
                "KAFKA_BOOTSTRAP_SERVERS",
                String.join(",", proxies.stream().map(TcpProxy::address).toList()));
        environment.put("BRIDGE_GROUP_ID", GROUP);
        environment.put("BRIDGE_INSTANCE_ID", instance);
        environment.put("BRIDGE_TOPICS_CREATED", CREATED);
        environment.put("BRIDGE_TOPICS_COMPLETED", COMPLETED);
        environment.put("BRIDGE_TOPICS_FAILED", FAILED);
        environment.put("BRIDGE_TOPICS_DEAD_LETTER", DEAD_LETTER);
        environment.put("MPS_ENDPOINT", simulator.uri().toString());
        environment.put("MPS_RATE_LIMIT", String.valueOf(rateLimit));
        // Short, so that tasks in trouble of their own end within a run.
        environment.put("BRIDGE_NOT_FOUND_GRACE", "10s");
        environment.put("MPS_RESPONSE_TIMEOUT", "4s");
        environment.put("POLL_MIN_INTERVAL", "500ms");
        environment.put("POLL_MAX_INTERVAL", "5s");
        environment.put("TENCENTCLOUD_SECRET_ID", ACCOUNT.secretId());
        environment.put("TENCENTCLOUD_SECRET_KEY_FILE", key.toString());
        environment.put("ADMIN_PORT", "0");
        environment.putAll(clocks.environment(instance));
        return environment;
    }

    @Override
    public void close() {
        simulator.close();
        proxies.forEach(TcpProxy::close);
        brokers.close();
        key.close();
        clocks.close();
    }
}
