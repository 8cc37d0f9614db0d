package io.mpsbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mpsbridge.replay.Submission;
import io.mpsbridge.simulator.Concurrency;
import io.mpsbridge.simulator.Ending;
import io.mpsbridge.simulator.Simulator;
import io.mpsbridge.simulator.SimulatorSettings;
import io.mpsbridge.testing.ChildProcess;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One contender of the live bench with its own topics, its own simulator and its own quota. */
final class LiveSide implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final Simulator simulator;
    private final ContenderSetup setup;
    private final ChildProcess process;
    private final KafkaProducer<byte[], byte[]> producer;
    private int submitted;

    /**
     * What all sides of a row have in common.
     *
     * @param row of its name the topics' names are made
     * @param concurrency of the simulators
     */
    record Place(KafkaBroker broker, Path directory, String row, Concurrency concurrency, int quota) {}

    private LiveSide(String name, Simulator simulator, ContenderSetup setup, ChildProcess process) {
        this.name = name;
        this.simulator = simulator;
        this.setup = setup;
        this.process = process;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", setup.bootstrapServers(), "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /**
     * Starts the contender; returns when partitions are assigned.
     *
     * @param polling as in {@link ContenderSetup}
     */
    static LiveSide start(String name, Contender contender, Map<String, String> polling, Place place) {
        Simulator simulator = Simulator.start(
                SimulatorSettings.of(Contender.ACCOUNT)
                        .withRateLimit(place.quota)
                        .withConcurrency(place.concurrency),
                InstantSource.system(),
                System::nanoTime);
        TestTopics topics = new TestTopics(place.row + "-" + name.replace(' ', '-'));
        topics.create(place.broker, PARTITIONS, 2);
        ContenderSetup setup =
                new ContenderSetup(place.broker.bootstrapServers(), topics, simulator.uri(), place.quota, polling);
        return new LiveSide(name, simulator, setup, contender.start(setup, place.directory));
    }

    /** Creates a task that takes so long once it has started, and puts its event on the topic. */
    void submit(Duration duration) {
        String taskId = "task-" + submitted++;
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        simulator.create(taskId, now, duration, Ending.DONE);
        var unused = producer.send(new ProducerRecord<>(
                setup.topics().created(), taskId.getBytes(UTF_8), Submission.event(taskId, "model", now)));
    }

    boolean isDone() {
        return simulator.stats().tasks().seenEnded() == submitted;
    }

    /** @param faster than the original, in whose time the result is */
    LiveResult result(int faster) {
        return LiveResult.of(name, simulator.stats(), simulator.tasks(0, submitted), faster);
    }

    @Override
    public void close() {
        process.terminate();
        process.awaitExit(STOP_LIMIT);
        process.close();
        producer.close();
        simulator.close();
    }
}
