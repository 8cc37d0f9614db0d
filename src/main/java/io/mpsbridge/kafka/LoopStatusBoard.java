package io.mpsbridge.kafka;

import io.mpsbridge.offsets.OffsetStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/** Publishes a snapshot of the loop a few times a second. Updated by the loop's thread alone. */
final class LoopStatusBoard {

    private static final long INTERVAL_NANOS = Duration.ofMillis(200).toNanos();

    private final Consumer<?, ?> consumer;
    private final AssignedPartitions assigned;
    private final LoopCounts counts;
    private final LongSupplier nanos;
    private final Supplier<LoopStatus.Publishing> publishing;
    private final LostOffsets lost;
    private volatile LoopStatus latest;

    LoopStatusBoard(
            Consumer<?, ?> consumer,
            AssignedPartitions assigned,
            LoopCounts counts,
            LongSupplier nanos,
            Supplier<LoopStatus.Publishing> publishing,
            LostOffsets lost) {
        this.consumer = consumer;
        this.assigned = assigned;
        this.counts = counts;
        this.nanos = nanos;
        this.publishing = publishing;
        this.lost = lost;
        this.latest = read(nanos.getAsLong(), false, null);
    }

    LoopStatus latest() {
        return latest;
    }

    void update(boolean joined, @Nullable String pollFailure) {
        long nowNanos = nanos.getAsLong();
        if (nowNanos - latest.turnedAtNanos() >= INTERVAL_NANOS) {
            latest = read(nowNanos, joined, pollFailure);
        }
    }

    private LoopStatus read(long nowNanos, boolean joined, @Nullable String pollFailure) {
        List<LoopStatus.Partition> partitions = assigned.all().stream()
                .map(this::partition)
                .sorted(Comparator.comparingInt(LoopStatus.Partition::number))
                .toList();
        return new LoopStatus(
                nowNanos,
                joined,
                pollFailure,
                assigned.inFlight().tasks(),
                assigned.inFlight().bytes(),
                counts.totals(),
                partitions,
                publishing.get(),
                lost.status());
    }

    private LoopStatus.Partition partition(AssignedPartition partition) {
        int number = partition.number();
        int tasks = partition.inFlight().tasks();
        PartitionState state = partition.state();
        if (!state.isBegun()) {
            return new LoopStatus.Partition(
                    number, tasks, state.pause(), state.heldBecause(), -1, 0, -1, 0, 0, state.loading());
        }
        OffsetStatus offsets = partition.tracker().status();
        return new LoopStatus.Partition(
                number,
                tasks,
                state.pause(),
                state.heldBecause(),
                partition.tracker().watermark(),
                offsets.span(),
                consumer.currentLag(partition.topicPartition()).orElse(-1),
                offsets.metadataChars(),
                offsets.limit(),
                state.loading());
    }
}
