package io.mpsbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.event.KnownScopes;
import io.mpsbridge.testing.CommittedTopics;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.ReadCommitted;
import io.mpsbridge.testing.SharedBroker;
import io.mpsbridge.testing.TestTopics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of their own on a real broker, and loops on them whose tasks end when the test says so. */
final class LoopRig implements AutoCloseable {

    /** Bounds waiting, nothing else; generous for busy machines. */
    static final Duration SOON = Duration.ofMinutes(3);

    private static final int ADMIN_SECONDS = 30;

    private final KafkaBroker broker;
    private final String name = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final TestTopics topics = new TestTopics(name);
    private final Protocol protocol;
    private final Map<String, String> consumer = new HashMap<>();
    private final Map<String, String> producing = new HashMap<>();
    private final List<LoopReplica> replicas = new ArrayList<>();
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CommittedTopics answers;
    private final CommittedTopics deadLetters;
    private int maxInFlight = 100_000;
    private int metadataLimit = 4096;
    private KafkaSettings.Start begin = KafkaSettings.Start.EARLIEST;

    LoopRig(Protocol protocol, int partitions) {
        this(SharedBroker.get(), protocol, partitions);
    }

    LoopRig(KafkaBroker broker, Protocol protocol, int partitions) {
        this.broker = broker;
        this.protocol = protocol;
        topics.create(broker, partitions, 1);
        admin = broker.admin();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        answers = new CommittedTopics(broker.bootstrapServers(), topics.completed(), topics.failed());
        deadLetters = new CommittedTopics(broker.bootstrapServers(), topics.deadLetter());
        consumer.put("bootstrap.servers", broker.bootstrapServers());
        consumer.putAll(protocol.consumer());
    }

    LoopRig maxInFlight(int tasks) {
        maxInFlight = tasks;
        return this;
    }

    LoopRig metadataLimit(int chars) {
        metadataLimit = chars;
        return this;
    }

    LoopRig beginsAt(KafkaSettings.Start start) {
        begin = start;
        return this;
    }

    LoopRig consumer(String key, String value) {
        consumer.put(key, value);
        return this;
    }

    LoopRig producer(String key, String value) {
        producing.put(key, value);
        return this;
    }

    KafkaBroker broker() {
        return broker;
    }

    Admin admin() {
        return admin;
    }

    TestTopics topics() {
        return topics;
    }

    String group() {
        return name;
    }

    TopicPartition partition(int number) {
        return new TopicPartition(topics.created(), number);
    }

    KafkaSettings settings(String instance, String bootstrap) {
        Map<String, String> clients = Map.of("bootstrap.servers", bootstrap);
        Map<String, String> ofConsumer = new HashMap<>(consumer);
        ofConsumer.putAll(clients);
        Map<String, String> ofProducer = new HashMap<>(producing);
        ofProducer.putAll(clients);
        return new KafkaSettings(
                new KafkaSettings.Clients(ofConsumer, ofProducer, clients),
                topics.settings(),
                name,
                instance,
                protocol.replicas(),
                begin,
                maxInFlight,
                256L << 20,
                metadataLimit);
    }

    BridgeLoop.Codec codec() {
        return new BridgeLoop.Codec(
                new EventDecoder(InstantSource.system(), KnownScopes.any()),
                new EventEncoder(topics.completed(), topics.failed(), topics.deadLetter(), name));
    }

    /** A replica whose tasks wait for the test. */
    LoopReplica start(String instance) {
        return start(instance, script -> {});
    }

    LoopReplica start(String instance, Consumer<LoopReplica.Script> scripted) {
        LoopReplica.Script script = new LoopReplica.Script(broker.bootstrapServers());
        scripted.accept(script);
        LoopReplica replica = LoopReplica.start(settings(instance, script.bootstrap()), codec(), script);
        replicas.add(replica);
        return replica;
    }

    /** A replica whose tasks all end as they come. */
    LoopReplica startAnswering(String instance) {
        return start(instance, script -> script.listener().endsAtOnce(task -> true));
    }

    /** Bare JSON events, the number of each in its task id, dealt out over the partitions in turn. */
    void events(int from, int to) {
        int partitions = producer.partitionsFor(topics.created()).size();
        List<Future<?>> sent = new ArrayList<>();
        for (int i = from; i < to; i++) {
            sent.add(producer.send(new ProducerRecord<>(topics.created(), i % partitions, null, json("task-" + i))));
        }
        sent.forEach(LoopRig::done);
    }

    void send(int partition, byte[] value) {
        done(producer.send(new ProducerRecord<>(topics.created(), partition, null, value)));
    }

    static byte[] json(String taskId) {
        return ("{\"taskId\":\"" + taskId + "\"}").getBytes(UTF_8);
    }

    ReadCommitted answers() {
        return answers.look();
    }

    ReadCommitted deadLetters() {
        return deadLetters.look();
    }

    /** Deletes the topic of created events and makes one of the same name and shape. */
    void recreate() {
        int partitions = producer.partitionsFor(topics.created()).size();
        Uuid before = topicId();
        get(admin.deleteTopics(List.of(topics.created())).all());
        await(
                () -> {
                    try {
                        broker.createTopics(Map.of(topics.created(), partitions));
                        return true;
                    } catch (IllegalStateException stillBeingDeleted) {
                        return false;
                    }
                },
                "the topic is made anew");
        // Until the broker knows of it too, it would put records into the old one.
        await(
                () -> {
                    try {
                        return !topicId().equals(before);
                    } catch (IllegalStateException notYetThere) {
                        return false;
                    }
                },
                "the broker has the new topic");
    }

    private Uuid topicId() {
        return get(admin.describeTopics(List.of(topics.created())).allTopicNames())
                .get(topics.created())
                .topicId();
    }

    /** Waits for that many answers. */
    ReadCommitted awaitAnswers(int count) {
        await(() -> answered() >= count, () -> count + " answers, there are " + answered());
        return answers();
    }

    private int answered() {
        return answers().records().size();
    }

    OffsetAndMetadata committed(int partition) {
        return get(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata())
                .get(partition(partition));
    }

    /** Moves the group's offset, as the tool does; the group must have no members. */
    void commit(int partition, OffsetAndMetadata offset) {
        await(
                () -> isTaken(admin.alterConsumerGroupOffsets(name, Map.of(partition(partition), offset))
                        .all()),
                () -> "the group takes an offset");
    }

    /** Deletes all that the group has committed; it must have no members. */
    void forgetGroup() {
        await(() -> isTaken(admin.deleteConsumerGroups(List.of(name)).all()), () -> "the group is deleted");
    }

    /** Not while the broker believes that the group has members. */
    private static boolean isTaken(Future<?> change) {
        try {
            change.get(ADMIN_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    long logEnd(int partition) {
        return get(admin.listOffsets(
                                Map.of(partition(partition), OffsetSpec.latest()),
                                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .partitionResult(partition(partition)))
                .offset();
    }

    static <T> T get(Future<T> future) {
        return done(future);
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.get(ADMIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not do as it was told", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Looks again and again; no test waits longer than it has to. */
    static void await(BooleanSupplier condition, java.util.function.Supplier<String> what) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + SOON + ": " + what.get());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    static void await(BooleanSupplier condition, String what) {
        await(condition, () -> what);
    }

    /** Partitions held by the replicas together, none counted twice. */
    static long working(Collection<LoopReplica> replicas) {
        return replicas.stream()
                .flatMap(each -> each.status().partitions().stream())
                .filter(each -> each.watermark() >= 0)
                .map(LoopStatus.Partition::number)
                .distinct()
                .count();
    }

    @Override
    public void close() {
        replicas.forEach(LoopReplica::close);
        answers.close();
        deadLetters.close();
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
    }
}
