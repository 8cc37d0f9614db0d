package io.mpsbridge.replay;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.KnownScopes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
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
 * One run of a replay. Scans the partitions of its source one after the other, up to ends that are fixed when the
 * replay starts, and sends the selected events in transactions that carry the progress. Does not touch the bridge's own
 * offsets.
 *
 * <p>Blocks its caller; any thread may call {@link #stop}.
 */
public final class Replay implements AutoCloseable {

    private final KafkaSettings.Topics topics;
    private final ReplayRequest request;
    private final String group;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private final Reader bridge;
    private final ClientConfigs configs;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ReplayRanges windows;
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * The bridge that will read what is sent.
     *
     * @param maxTaskAge it does not poll older tasks
     * @param accounts that it knows beside the default one; empty if that is not known here
     */
    public record Reader(Duration maxTaskAge, Collection<String> accounts) {
        KnownScopes scopes() {
            return accounts.isEmpty() ? KnownScopes.any() : KnownScopes.of(accounts);
        }
    }

    private Replay(KafkaSettings kafka, Reader bridge, ReplayRequest request, InstantSource wall, LongSupplier nanos) {
        this.topics = kafka.topics();
        this.request = request;
        this.group = group(kafka, request.name());
        this.wall = wall;
        this.nanos = nanos;
        this.bridge = bridge;
        this.configs = new ClientConfigs(kafka);
        this.consumer = new KafkaConsumer<>(configs.reader(group));
        this.windows = new ReplayRanges(consumer, request.fingerprint());
    }

    /** The consumer group that holds the progress of a replay. */
    static String group(KafkaSettings kafka, String name) {
        return kafka.groupId() + ".replay." + name;
    }

    /**
     * Opens the clients without reading or sending anything.
     *
     * @param nanos a monotonic clock
     * @throws ClientSettingsException if a client refuses its settings
     */
    public static Replay open(
            KafkaSettings kafka, Reader bridge, ReplayRequest request, InstantSource wall, LongSupplier nanos) {
        return ClientSettingsException.unlessRefused(() -> new Replay(kafka, bridge, request, wall, nanos));
    }

    /**
     * Counts what {@link #execute} would send, and sends nothing.
     *
     * @param progress called at every step
     */
    public ReplayReport preview(Consumer<ReplayReport> progress) {
        return guarded(() -> {
            SortedMap<TopicPartition, Checkpoint> committed = committed();
            long sent = committed.values().stream().mapToLong(Checkpoint::sent).sum();
            return pass(job(committed), new Sink.DryRunSink(sent), progress);
        });
    }

    /**
     * Sends the selected events, or what an earlier run of this name has left of them.
     *
     * @param progress called at every step
     * @throws ReplayException if it cannot continue; the progress so far is committed
     * @throws InvalidRequestException if the name was used for another selection
     */
    public ReplayReport execute(Consumer<ReplayReport> progress) {
        return guarded(() -> {
            Sender.Output output = new Sender.Output(
                    new KafkaProducer<>(configs.producer(group)),
                    consumer.groupMetadata(),
                    topic -> TopicLimit.of(configs, topic));
            try (Sender sender = new Sender(output, request, nanos, stop)) {
                // Fences earlier runs before reading the progress, so that nobody else can move it.
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

    /** Ends a run after its current transaction. */
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
        CreatedChooser.Sending sending = new CreatedChooser.Sending(
                new EventDecoder(wall, bridge.scopes()), request.name(), wall.instant(), bridge.maxTaskAge());
        TerminalChooser terminal = new TerminalChooser(selection, job.tasks(), request.name(), wall.instant());
        if (request.isOfFailedTasks()) {
            return pass.run(topics.failed(), terminal, topics.created(), new FailedTasks(sending));
        }
        return switch (request.source()) {
            case CREATED -> pass.run(topics.created(), new CreatedChooser(selection, job.tasks(), sending));
            case COMPLETED, FAILED -> pass.run(sourceTopic(), terminal);
            case DLT -> {
                try (CreatedTopic created = new CreatedTopic(topics.created(), configs.reader(group), nanos)) {
                    yield pass.run(sourceTopic(), new LetterChooser(selection, sending, created, request.patch()));
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

    /** Keeps the ends that an earlier run has fixed. */
    private ReplayScan.Job job(SortedMap<TopicPartition, Checkpoint> committed) {
        WantedTasks tasks = new WantedTasks(request.selection().taskIds());
        WantedOffsets offsets = new WantedOffsets(sourceTopic(), request.selection());
        if (!committed.isEmpty()) {
            return new ReplayScan.Job(request, tasks, offsets, true, committed);
        }
        SortedMap<TopicPartition, Checkpoint> frozen = ReplayRanges.byTopicAndNumber();
        frozen.putAll(windows.selected(sourceTopic(), request.selection()));
        if (request.isOfFailedTasks()) {
            frozen.putAll(windows.whole(topics.created()));
        }
        frozen.replaceAll((partition, window) -> window.oneOf(frozen.size()));
        return new ReplayScan.Job(request, tasks, offsets, false, frozen);
    }

    private static <T> T guarded(Supplier<T> run) {
        try {
            return run.get();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new ReplayException(
                    "another run of the same replay has fenced this one, and goes on with what is left", e);
        } catch (KafkaException e) {
            throw new ReplayException("Kafka: " + e.getMessage(), e);
        }
    }
}
