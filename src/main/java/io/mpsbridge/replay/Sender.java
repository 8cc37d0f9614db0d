package io.mpsbridge.replay;

import io.mpsbridge.clients.Records;
import io.mpsbridge.event.OutboundRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends events in transactions that carry the replay's progress: a run that resumes after a crash neither repeats nor
 * omits any. The transactional id follows from the replay's name, so opening a sender fences every other sender of that
 * replay. Used by one thread; any thread may count {@code stop} down.
 */
final class Sender implements Sink, AutoCloseable {
    private static final int LARGEST_BATCH = 500;
    private static final long LARGEST_BATCH_BYTES = 8L << 20;
    private static final int BATCHES_PER_SECOND = 5;
    /** The most that a resumed run scans again where nothing was selected. */
    private static final int UNCOMMITTED_OFFSETS = 5_000;

    private final Producer<byte[], byte[]> producer;
    private final Output output;
    private final ReplayRequest request;
    private final LongSupplier nanos;
    private final CountDownLatch stop;
    private final Pace pace;
    private final int batchSize;
    private final List<Pending> batch = new ArrayList<>();
    private long batchBytes;
    private final Map<TopicPartition, Checkpoint> checkpoints = new HashMap<>();
    /** The last record of each partition that was read and not sent. */
    private final Map<TopicPartition, Long> passed = new HashMap<>();

    private final List<Unsent> refused = new ArrayList<>();
    private long sentBefore;

    Sender(Output output, ReplayRequest request, LongSupplier nanos, CountDownLatch stop) {
        this.producer = output.producer();
        this.output = output;
        this.request = request;
        this.nanos = nanos;
        this.stop = stop;
        this.pace = new Pace(request.perSecond());
        this.batchSize = Math.max(1, Math.min(LARGEST_BATCH, request.perSecond() / BATCHES_PER_SECOND));
    }

    /**
     * Where events and progress go.
     *
     * @param group that the progress is committed for
     * @param largest says what a topic takes, for messages
     */
    record Output(Producer<byte[], byte[]> producer, ConsumerGroupMetadata group, Function<String, String> largest) {}

    /** @param passed the last record before it that was not sent */
    private record Pending(Decision.Chosen event, long offset, long passed) {
        Checkpoint sent(Checkpoint checkpoint) {
            return checkpoint.sent(offset, passed);
        }
    }

    /** Fences every other sender of the same replay and aborts its open transaction. */
    void open() {
        producer.initTransactions();
    }

    /** Commits where a new replay starts and ends. */
    void begin(Map<TopicPartition, Checkpoint> windows) {
        transaction(List.of(), windows);
    }

    /** Continues where an earlier run stopped. */
    void resume(Map<TopicPartition, Checkpoint> from) {
        checkpoints.putAll(from);
        sentBefore = sent();
    }

    @Override
    public long sent() {
        return checkpoints.values().stream().mapToLong(Checkpoint::sent).sum();
    }

    @Override
    public long sentBefore() {
        return sentBefore;
    }

    @Override
    public List<Unsent> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void passed(TopicPartition partition, long offset) {
        passed.put(partition, offset);
    }

    @Override
    public boolean add(Decision.Chosen event, TopicPartition from, long offset) {
        Checkpoint checkpoint = checkpoint(from);
        if (checkpoint.offsets().has(offset)) {
            // Sent by an earlier run.
            return true;
        }
        batch.add(new Pending(event, offset, passed.getOrDefault(from, -1L)));
        batchBytes += event.record().batchBytes();
        boolean full = batch.size() >= batchSize || batchBytes >= LARGEST_BATCH_BYTES;
        return !full || send(from, offset + 1);
    }

    @Override
    public boolean reached(TopicPartition partition, long offset) {
        Checkpoint checkpoint = checkpoint(partition);
        long uncommitted = offset - checkpoint.next();
        boolean worthIt = uncommitted >= UNCOMMITTED_OFFSETS || (uncommitted > 0 && offset >= checkpoint.end());
        return (batch.isEmpty() && !worthIt) || send(partition, offset);
    }

    private boolean send(TopicPartition from, long next) {
        List<Pending> events = List.copyOf(batch);
        batch.clear();
        batchBytes = 0;
        if (isStoppedAfter(pace.waitNanos(nanos.getAsLong()))) {
            return false;
        }
        Checkpoint progress = checkpoint(from);
        for (Pending each : events) {
            progress = each.sent(progress);
        }
        if (!transaction(events, Map.of(from, progress.advanced(next)))) {
            singly(events, from, next);
        }
        pace.sent(events.size(), nanos.getAsLong());
        return true;
    }

    /** Skips records that are too large, one by one: the client does not reliably tell which of a batch was. */
    private void singly(List<Pending> events, TopicPartition from, long next) {
        long left = -1;
        for (Pending each : events) {
            Pending single = new Pending(each.event(), each.offset(), Math.max(each.passed(), left));
            Checkpoint checkpoint = checkpoint(from).advanced(each.offset() + 1);
            if (!transaction(List.of(single), Map.of(from, single.sent(checkpoint)))) {
                left = each.offset();
                passed.merge(from, left, Math::max);
                refuse(each, from);
            }
        }
        transaction(List.of(), Map.of(from, checkpoint(from).advanced(next)));
    }

    private void refuse(Pending event, TopicPartition from) {
        if (refused.size() < Unsent.MOST) {
            OutboundRecord record = event.event().record();
            refused.add(new Unsent(
                    from.topic(),
                    from.partition(),
                    event.offset(),
                    "its record of " + record.batchBytes() + " bytes does not fit the topic " + record.topic()
                            + output.largest().apply(record.topic()),
                    false));
        }
    }

    private boolean isStoppedAfter(long waitNanos) {
        try {
            return stop.await(waitNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** False if a record is too large for its topic; the transaction is aborted then. */
    @SuppressWarnings("FutureReturnValueIgnored") // its failure is the callback's
    private boolean transaction(List<Pending> events, Map<TopicPartition, Checkpoint> progress) {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        producer.beginTransaction();
        try {
            for (Pending each : events) {
                producer.send(
                        Records.outbound(each.event().record(), partition(each.event())),
                        (metadata, exception) -> failure.compareAndSet(null, exception));
            }
            producer.flush();
            if (isTooLarge(failure.get())) {
                producer.abortTransaction();
                return false;
            }
            producer.sendOffsetsToTransaction(
                    progress.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, each -> each.getValue().committed(request.reason()))),
                    output.group());
            producer.commitTransaction();
        } catch (KafkaException e) {
            Exception first = failure.get();
            throw first instanceof KafkaException cause ? cause : e;
        }
        checkpoints.putAll(progress);
        return true;
    }

    /** The record's own partition, if the topic has it. */
    private @Nullable Integer partition(Decision.Chosen event) {
        int count = producer.partitionsFor(event.record().topic()).size();
        return event.partition() < count ? event.partition() : null;
    }

    private static boolean isTooLarge(@Nullable Exception failure) {
        return failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException;
    }

    private Checkpoint checkpoint(TopicPartition partition) {
        Checkpoint checkpoint = checkpoints.get(partition);
        if (checkpoint == null) {
            throw new IllegalStateException("no window for " + partition);
        }
        return checkpoint;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
