package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the loop has counted since its start. Owned by the loop's thread, except for the transactions' counts. */
final class LoopCounts {
    private static final Duration SOON = Duration.ofHours(1);

    long events;
    long tombstones;
    long skippedAsDone;
    long deadLetters;
    /** By the record's error code, one of a few. */
    final TreeMap<String, Long> deadLettersByCode = new TreeMap<>();

    final IgnoredTimes ignoredTimes = new IgnoredTimes();

    long completed;
    /** Completed tasks whose images may have expired. */
    long imagesExpired;
    /** Completed tasks whose images expire soon. */
    long imagesExpiring;

    long failed;
    final AtomicLong transactions = new AtomicLong();
    final AtomicLong aborts = new AtomicLong();
    final AtomicLong rebuilds = new AtomicLong();
    long resets;
    long droppedOutcomes;
    /** Records that retention deleted before they were read. */
    long recordsLost;

    /** Counts a completed task by its images' remaining time; null if unknown. */
    void completed(@Nullable Duration imagesLeft) {
        completed++;
        if (imagesLeft != null && imagesLeft.compareTo(SOON) < 0) {
            if (imagesLeft.isNegative()) {
                imagesExpired++;
            } else {
                imagesExpiring++;
            }
        }
    }

    LoopStatus.Totals totals() {
        return new LoopStatus.Totals(
                events,
                completed,
                new LoopStatus.LateImages(imagesExpired, imagesExpiring),
                failed,
                deadLetters,
                deadLettersByCode,
                tombstones,
                skippedAsDone,
                transactions.get(),
                aborts.get(),
                rebuilds.get(),
                resets,
                droppedOutcomes,
                recordsLost,
                ignoredTimes.bySource());
    }
}
