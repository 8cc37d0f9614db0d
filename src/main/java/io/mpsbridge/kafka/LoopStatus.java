package io.mpsbridge.kafka;

import io.mpsbridge.task.ClaimedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the loop.
 *
 * @param turnedAtNanos when the loop last turned, in nanoseconds of its clock
 * @param joined whether this replica is a group member; without partitions it stands by
 * @param pollFailure why the newest poll failed, if that was no single partition's fault, or null
 * @param tasks created events held, answered ones included until their commit
 * @param bytes of those events
 * @param partitions those assigned to this replica, by number
 * @param publishing what blocks publishing
 * @param offsetsLost what the group had lost when this process started, or null
 */
public record LoopStatus(
        long turnedAtNanos,
        boolean joined,
        @Nullable String pollFailure,
        int tasks,
        long bytes,
        Totals totals,
        List<Partition> partitions,
        Publishing publishing,
        @Nullable OffsetsLost offsetsLost) {

    private static final Duration LOSS_TOLD = Duration.ofHours(1);

    /**
     * Counts since the start.
     *
     * @param recordsLost records that retention deleted before they were read
     * @param timesIgnored implausible external times
     */
    public record Totals(
            long events,
            long completed,
            LateImages lateImages,
            long failed,
            long deadLetters,
            Map<String, Long> deadLettersByCode,
            long tombstones,
            long skippedAsDone,
            long transactions,
            long aborts,
            long rebuilds,
            long resets,
            long droppedOutcomes,
            long recordsLost,
            Map<ClaimedTime.Source, Long> timesIgnored) {
        public Totals {
            timesIgnored = Map.copyOf(timesIgnored);
            deadLettersByCode = Map.copyOf(deadLettersByCode);
        }
    }

    /**
     * Completed tasks whose {@code imagesAvailableUntil} was near when they were found.
     *
     * @param expired it had passed
     * @param expiring less than an hour was left
     */
    public record LateImages(long expired, long expiring) {}

    /**
     * One partition.
     *
     * @param pause why it is not read, or null
     * @param heldBecause what an operator has to fix, or null
     * @param watermark the lowest offset that is not done; -1 while loading
     * @param span from the watermark to the highest offset seen
     * @param lag records behind the consumer's position; -1 while unknown
     * @param metadataChars size of its commit metadata, of {@code metadataLimit}
     * @param loading what it waits for before it is read, or null
     */
    public record Partition(
            int number,
            int tasks,
            @Nullable PauseReason pause,
            @Nullable String heldBecause,
            long watermark,
            long span,
            long lag,
            long metadataChars,
            long metadataLimit,
            @Nullable Loading loading) {}

    /**
     * What a partition waits for before it is read.
     *
     * @param sinceNanos on the loop's clock
     * @param why the broker's words, if it has answered
     */
    public record Loading(long sinceNanos, String why) {}

    /**
     * What blocks publishing.
     *
     * @param blockedBy why the last transaction failed, in the broker's words; null after a success or if none is
     *     needed
     * @param blockedSinceNanos since when, on the loop's clock
     * @param keptBack outcomes that wait while others are published, by reason; at most a few reasons
     */
    public record Publishing(@Nullable String blockedBy, long blockedSinceNanos, Map<String, Integer> keptBack) {
        public Publishing {
            keptBack = Map.copyOf(keptBack);
        }

        public static Publishing free() {
            return new Publishing(null, 0, Map.of());
        }
    }

    /**
     * The group had no committed offsets, though the output topics held answers.
     *
     * @param sinceNanos when that was noticed, on the loop's clock
     * @param newestAnswer when the latest of those answers was recorded
     * @param records earlier created events in this replica's partitions
     * @param askedAgain whether they are asked about again; otherwise the unanswered ones never are
     */
    public record OffsetsLost(long sinceNanos, Instant newestAnswer, long records, boolean askedAgain) {}

    /** The loss, for as long as an operator should see it. */
    public @Nullable OffsetsLost offsetsLostLately() {
        return offsetsLost != null && turnedAtNanos - offsetsLost.sinceNanos() < LOSS_TOLD.toNanos()
                ? offsetsLost
                : null;
    }

    /** Of a loop that has not started. */
    public static LoopStatus none(long nanos) {
        return new LoopStatus(nanos, false, null, 0, 0, new LoopCounts().totals(), List.of(), Publishing.free(), null);
    }

    public LoopStatus {
        partitions = List.copyOf(partitions);
    }
}
