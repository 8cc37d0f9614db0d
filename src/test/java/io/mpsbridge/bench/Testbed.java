package io.mpsbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mpsbridge.replay.Submission;
import io.mpsbridge.simulator.Simulator;
import io.mpsbridge.simulator.SimulatorSettings;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.ChildProcess;
import io.mpsbridge.testing.ProcessBroker;
import io.mpsbridge.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * All contenders under way at once: one broker in a JVM of its own; a simulator for each contender, the load and the
 * observers in this JVM.
 */
final class Testbed implements AutoCloseable {

    private static final int PARTITIONS = 4;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** Both clocks in one, so that no step of the wall clock bends a delay. */
    private final Instant startedAt = Instant.now();

    private final long startNanos = System.nanoTime();
    private final ProcessBroker broker = ProcessBroker.startForLoad(BrokerOptions.defaults());
    private final Path directory;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<Contender, Lane> lanes = new EnumMap<>(Contender.class);

    /**
     * @param simulatorLimit requests in any second; 0 for none
     * @param rateLimit what each contender takes for the limit
     */
    Testbed(Path directory, int simulatorLimit, int rateLimit) {
        this.directory = directory;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        for (Contender contender : Contender.chosen()) {
            Simulator simulator = Simulator.start(
                    SimulatorSettings.of(Contender.ACCOUNT).withRateLimit(simulatorLimit), this::now, System::nanoTime);
            ContenderSetup setup = new ContenderSetup(
                    broker.bootstrapServers(), new TestTopics(contender.id()), simulator.uri(), rateLimit, Map.of());
            setup.topics().create(broker, PARTITIONS, 2);
            lanes.put(contender, new Lane(contender, setup, simulator));
        }
    }

    /** The simulators' clock, and the observers'. */
    Instant now() {
        return startedAt.plusNanos(System.nanoTime() - startNanos);
    }

    /** On that clock. */
    Instant instant(long nanoTime) {
        return startedAt.plusNanos(nanoTime - startNanos);
    }

    Lane lane(Contender contender) {
        return lanes.get(contender);
    }

    /** SIGKILL to the broker; it keeps what it had written. */
    void killBroker() {
        broker.kill();
    }

    /** Returns when it is up again. */
    void startBroker() {
        broker.start();
    }

    /** What everybody has used up so far, with that contender at work. */
    CpuTime cpu(Contender contender) {
        return CpuTime.of(lane(contender).process.pid(), broker.pid());
    }

    @Override
    public void close() {
        lanes.values().forEach(Lane::close);
        producer.close();
        broker.close();
    }

    /** One contender at work. */
    final class Lane {
        private final Contender contender;
        private final ContenderSetup setup;
        private final Simulator simulator;
        private final OutcomeWatcher answers;
        private ChildProcess process;

        private Lane(Contender contender, ContenderSetup setup, Simulator simulator) {
            this.contender = contender;
            this.setup = setup;
            this.simulator = simulator;
            this.answers = new OutcomeWatcher(setup, System::nanoTime);
            this.process = contender.start(setup, directory);
        }

        Simulator simulator() {
            return simulator;
        }

        OutcomeWatcher answers() {
            return answers;
        }

        /** Puts a created event on its topic. */
        void submit(String taskId) {
            submit(taskId, Submission.event(taskId, "model", now().truncatedTo(ChronoUnit.MILLIS)));
        }

        /** The same with data of one's own. */
        void submit(String taskId, byte[] event) {
            var unused = producer.send(new ProducerRecord<>(setup.topics().created(), taskId.getBytes(UTF_8), event));
        }

        /** Waits until all of them are there. */
        void flush() {
            producer.flush();
        }

        /** SIGKILL, and at once a new process; returns when the old one is gone. */
        void killAndStart() {
            process.close();
            process = contender.launch(setup, directory);
        }

        /** Starts the contender again if it has ended by itself, as any supervisor would; returns whether it had. */
        boolean supervise() {
            boolean ended = !process.isAlive();
            if (ended) {
                killAndStart();
            }
            return ended;
        }

        private void close() {
            // In good order, so that a recording of its flight is written.
            process.terminate();
            process.awaitExit(STOP_LIMIT);
            process.close();
            answers.close();
            simulator.close();
        }
    }
}
