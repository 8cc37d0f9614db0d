package io.mpsbridge.replay;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.EventDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * One run of a replay. It looks at the partitions of its source one after the other, each in the order of its offsets, up
 * to ends that are fixed when the replay starts; what is chosen is sent in transactions that carry the progress. The
 * offsets of the bridge are not touched.
 *
 * <p>Blocks its caller; {@link #stop} may be called by any thread.
 */
public final class Replay implements AutoCloseable {

    private final KafkaSettings.Topics topics;
    private final ReplayRequest request;
    private final String group;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private final Duration maxTaskAge;
    private final ClientConfigs configs;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ReplayRanges windows;
    private final CountDownLatch stop = new CountDownLatch(1);

    private Replay(
            KafkaSettings kafka, Duration maxTaskAge, ReplayRequest request, InstantSource wall, LongSupplier nanos) {
        this.topics = kafka.topics();
        this.request = request;
        this.group = kafka.groupId() + ".replay." + request.name();
        this.wall = wall;
        this.nanos = nanos;
        this.maxTaskAge = maxTaskAge;
        this.configs = new ClientConfigs(kafka);
        this.consumer = new KafkaConsumer<>(configs.reader(group));
        this.windows = new ReplayRanges(consumer, request.fingerprint());
    }

    /**
     * Opens the clients; nothing is read or sent yet.
     *
     * @param maxTaskAge older tasks are not asked about by the bridge
     * @param nanos a monotonic clock
     * @throws ClientSettingsException if a client refuses its settings
     */
    public static Replay open(
            KafkaSettings kafka, Duration maxTaskAge, ReplayRequest request, InstantSource wall, LongSupplier nanos) {
        return ClientSettingsException.unlessRefused(() -> new Replay(kafka, maxTaskAge, request, wall, nanos));
    }

    /**
     * Counts what {@link #execute} would send, and sends nothing.
     *
     * @param progress told of every step
     */
    public ReplayReport preview(Consumer<ReplayReport> progress) {
        return guarded(() -> {
            SortedMap<TopicPartition, Checkpoint> committed = committed();
            long sent = committed.values().stream().mapToLong(Checkpoint::sent).sum();
            return pass(job(committed), new Sink.DryRunSink(sent), progress);
        });
    }

    /**
     * Sends what is chosen, or, where an earlier run of the name has begun, what is left of it.
     *
     * @param progress told of every step
     * @throws ReplayException if it cannot go on; what was sent is kept account of
     * @throws InvalidRequestException if the name was used for another selection
     */
    public ReplayReport execute(Consumer<ReplayReport> progress) {
        return guarded(() -> {
            try (Sender sender = new Sender(
                    new KafkaProducer<>(configs.producer(group)), request, consumer.groupMetadata(), nanos, stop)) {
                // Before the progress is read: from here on nobody else can move it.
                sender.open();
                ReplayScan.Job job = job(committed());
                if (job.resumed()) {
                    sender.resume(job.windows());
                } else {
                    sender.begin(job.windows());
                }
                return pass(job, sender, progress);
            }
        });
    }

    /** Ends a run after the transaction that is under way. */
    public void stop() {
        stop.countDown();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private ReplayReport pass(ReplayScan.Job job, Sink sink, Consumer<ReplayReport> progress) {
        ReplayScan pass = new ReplayScan(job, new PartitionReader(consumer, nanos), sink, stop, progress);
        Selection selection = request.selection();
        CreatedChooser.Sending sending =
                new CreatedChooser.Sending(new EventDecoder(wall), request.name(), wall.instant(), maxTaskAge);
        TerminalChooser terminal = new TerminalChooser(selection, request.name(), wall.instant());
        if (request.isOfFailedTasks()) {
            return pass.run(topics.failed(), terminal, topics.created(), new FailedTasks(sending));
        }
        return switch (request.source()) {
            case CREATED -> pass.run(topics.created(), new CreatedChooser(selection, sending));
            case COMPLETED, FAILED -> pass.run(sourceTopic(), terminal);
            case DLT -> {
                try (CreatedTopic created = new CreatedTopic(topics.created(), configs.reader(group), nanos)) {
                    yield pass.run(sourceTopic(), new LetterChooser(selection, sending, created, request.mended()));
                }
            }
        };
    }

    private String sourceTopic() {
        return switch (request.source()) {
            case CREATED -> topics.created();
            case COMPLETED -> topics.completed();
            case FAILED -> topics.failed();
            case DLT -> topics.deadLetter();
        };
    }

    private SortedMap<TopicPartition, Checkpoint> committed() {
        return windows.committed(
                request.isOfFailedTasks() ? List.of(sourceTopic(), topics.created()) : List.of(sourceTopic()));
    }

    /** Where an earlier run has fixed the ends they stay. */
    private ReplayScan.Job job(SortedMap<TopicPartition, Checkpoint> committed) {
        if (!committed.isEmpty()) {
            return new ReplayScan.Job(request, true, committed);
        }
        SortedMap<TopicPartition, Checkpoint> frozen = ReplayRanges.byTopicAndNumber();
        frozen.putAll(windows.selected(sourceTopic(), request.selection()));
        if (request.isOfFailedTasks()) {
            frozen.putAll(windows.whole(topics.created()));
        }
        frozen.replaceAll((partition, window) -> window.oneOf(frozen.size()));
        return new ReplayScan.Job(request, false, frozen);
    }

    private static <T> T guarded(Supplier<T> run) {
        try {
            return run.get();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new ReplayException("another run of the same replay has taken over", e);
        } catch (KafkaException e) {
            throw new ReplayException("Kafka: " + e.getMessage(), e);
        }
    }
}
