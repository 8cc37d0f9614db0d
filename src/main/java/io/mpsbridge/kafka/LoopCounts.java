package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the loop has counted since its start. Owned by the loop's thread, but for what transactions count. */
final class LoopCounts {
    private static final Duration SOON = Duration.ofHours(1);

    long events;
    long tombstones;
    long skippedAsDone;
    long deadLetters;
    /** By the code that the record carries: one of a few. */
    final TreeMap<String, Long> deadLettersByCode = new TreeMap<>();

    final IgnoredTimes ignoredTimes = new IgnoredTimes();

    long completed;
    /** Of the completed ones, those whose images may be gone already. */
    long imagesExpired;
    /** Of the completed ones, those whose images go soon. */
    long imagesExpiring;

    long failed;
    final AtomicLong transactions = new AtomicLong();
    final AtomicLong aborts = new AtomicLong();
    final AtomicLong rebuilds = new AtomicLong();
    long resets;
    long droppedOutcomes;
    /** Records that retention took before they were read. */
    long recordsLost;

    /** A task with images, which are there for so long after they were found; null where nobody knows. */
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

    /** The counts at this moment. */
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
