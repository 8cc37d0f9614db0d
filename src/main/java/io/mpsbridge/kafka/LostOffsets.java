package io.mpsbridge.kafka;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.task.Origin;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that the group has lost its committed offsets: it has none, yet the output topics hold answers. Records older
 * than the newest answer may have been answered. They are asked about again; but if MPS no longer knows such a task,
 * reporting it as failed could contradict its answer.
 *
 * <p>Remembered for the life of the process. Owned by the loop's thread.
 */
final class LostOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(LostOffsets.class);

    private final OffsetQueries queries;
    private final boolean fromLatest;
    private final LongSupplier nanos;
    private final PendingAnswer<Optional<Instant>> newestAnswer = new PendingAnswer<>();
    /** By partition number. */
    private final Map<Integer, Long> answeredBelow = new HashMap<>();

    private LoopStatus.@Nullable OffsetsLost status;

    LostOffsets(OffsetQueries queries, KafkaSettings settings, LongSupplier nanos) {
        this.queries = queries;
        this.fromLatest = settings.start() == KafkaSettings.Start.LATEST;
        this.nanos = nanos;
    }

    /**
     * Whether it is known how much of a partition without a committed offset may have been answered; otherwise asks the
     * broker. If the broker does not tell, the partition does not wait for it.
     */
    boolean isKnown(PartitionLoad load, long nowNanos) {
        newestAnswer.look(nowNanos);
        if (newestAnswer.isDue(nowNanos)) {
            newestAnswer.asked(queries.newestAnswer());
        }
        if (!newestAnswer.isThere()) {
            return newestAnswer.failure() != null;
        }
        if (newestAnswer.get().isEmpty()) {
            return true;
        }
        PendingAnswer<Long> after = load.firstAfterAnswers();
        after.look(nowNanos);
        if (after.isDue(nowNanos)) {
            after.asked(queries.firstAfter(
                    load.partition().topicPartition(), newestAnswer.get().get()));
        }
        return after.isThere() || after.failure() != null;
    }

    /** The partition starts without a committed offset, as does any other of the group. */
    void begins(PartitionLoad load) {
        if (!load.firstAfterAnswers().isThere()) {
            return;
        }
        PartitionLoad.LogRange log = load.log();
        long after = load.firstAfterAnswers().get();
        long below = after < 0 ? log.end() : Math.min(after, log.end());
        if (below > log.begin()) {
            answeredBelow.put(load.partition().number(), below);
            tell(below - log.begin());
        }
    }

    private void tell(long records) {
        Instant newest = newestAnswer.get().orElseThrow();
        if (status == null) {
            LOG.atError()
                    .addKeyValue("newestAnswer", newest)
                    .addKeyValue("start", fromLatest ? "latest" : "earliest")
                    .log("the group has no committed offsets, though the output topics hold answers");
        }
        long all = records + (status == null ? 0 : status.records());
        status = new LoopStatus.OffsetsLost(
                status == null ? nanos.getAsLong() : status.sinceNanos(), newest, all, !fromLatest);
    }

    /** What the operator should know, or null. */
    LoopStatus.@Nullable OffsetsLost status() {
        return status;
    }

    /** Whether the event predates the newest answer and may therefore have been answered. */
    boolean mayBeAnswered(Origin origin) {
        return origin.offset() < answeredBelow.getOrDefault(origin.partition(), 0L);
    }
}
