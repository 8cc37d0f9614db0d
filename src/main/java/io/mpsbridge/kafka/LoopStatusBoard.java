package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/** Writes down how the loop stands, a few times a second, for others to read. Updated by the loop's thread alone. */
final class LoopStatusBoard {

    private static final long INTERVAL = Duration.ofMillis(200).toNanos();

    private final Works works;
    private final LoopCounts counts;
    private final LongSupplier nanos;
    private volatile LoopStatus latest;

    LoopStatusBoard(Works works, LoopCounts counts, LongSupplier nanos) {
        this.works = works;
        this.counts = counts;
        this.nanos = nanos;
        this.latest = read(nanos.getAsLong(), false);
    }

    LoopStatus latest() {
        return latest;
    }

    void update(boolean joined) {
        long now = nanos.getAsLong();
        if (now - latest.turnedAt() >= INTERVAL) {
            latest = read(now, joined);
        }
    }

    private LoopStatus read(long now, boolean joined) {
        List<LoopStatus.Partition> partitions = works.all().stream()
                .map(LoopStatusBoard::partition)
                .sorted(Comparator.comparingInt(LoopStatus.Partition::number))
                .toList();
        return new LoopStatus(
                now, joined, works.inFlight().tasks(), works.inFlight().bytes(), totals(), partitions);
    }

    private LoopStatus.Totals totals() {
        return new LoopStatus.Totals(
                counts.events,
                counts.completed,
                counts.failed,
                counts.deadLetters,
                counts.tombstones,
                counts.skippedAsDone,
                counts.transactions,
                counts.aborts,
                counts.rebuilds,
                counts.resets,
                counts.droppedOutcomes);
    }

    private static LoopStatus.Partition partition(PartitionWork work) {
        int number = work.partition().partition();
        int tasks = work.inFlight().tasks();
        if (!work.isWorking()) {
            return new LoopStatus.Partition(number, tasks, work.pause(), work.heldBecause(), -1, 0, 0, 0);
        }
        OffsetStatus offsets = work.tracker().status();
        return new LoopStatus.Partition(
                number,
                tasks,
                work.pause(),
                work.heldBecause(),
                work.tracker().watermark(),
                offsets.span(),
                offsets.metadataChars(),
                offsets.limit());
    }
}
