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
 * Notices that the group has lost its committed offsets: it has none, and yet the output topics hold answers. What was
 * recorded before the newest of them may have been answered. It is asked about again; but where MPS no longer knows such a
 * task, saying that it failed could contradict its answer.
 *
 * <p>Known for as long as the process runs. Owned by the loop's thread.
 */
final class LostOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(LostOffsets.class);

    private final OffsetQueries queries;
    private final boolean fromLatest;
    private final LongSupplier nanos;
    private final PendingAnswer<Optional<Instant>> newestAnswer = new PendingAnswer<>();
    /** By the number of the partition. */
    private final Map<Integer, Long> answeredBelow = new HashMap<>();

    private LoopStatus.@Nullable OffsetsLost status;

    LostOffsets(OffsetQueries queries, KafkaSettings settings, LongSupplier nanos) {
        this.queries = queries;
        this.fromLatest = settings.start() == KafkaSettings.Start.LATEST;
        this.nanos = nanos;
    }

    /**
     * Whether it is known how much of a partition without committed offset may have been answered; asks for it. Where the
     * broker does not tell, that holds up nobody.
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

    /** The partition begins without a committed offset, as the first of a group or among others that have none either. */
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

    /** Whether the event was recorded before the newest answer, and nobody knows whether it has one. */
    boolean mayBeAnswered(Origin origin) {
        return origin.offset() < answeredBelow.getOrDefault(origin.partition(), 0L);
    }
}
