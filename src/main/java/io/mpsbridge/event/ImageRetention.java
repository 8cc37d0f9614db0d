package io.mpsbridge.event;

import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How long a task's images are certainly available. */
public final class ImageRetention {
    /** How long MPS keeps the images, from the task's end on. */
    public static final Duration KEPT = Duration.ofHours(12);

    private ImageRetention() {}

    /** The time from detection to {@link #availableUntil}; null if unknown. */
    public static @Nullable Duration left(TaskOutcome.Completed outcome) {
        Instant until = availableUntil(outcome);
        return until == null ? null : Duration.between(outcome.detectedAt(), until);
    }

    /**
     * The value of {@code imagesAvailableUntil}: {@link #KEPT} after the last time at which the task is known to have
     * been unfinished, so that it holds although its end is unknown. That is when the last poll was sent that found it
     * unfinished; else {@code submittedAt}, unless that is later, in Kafka's whole milliseconds, than the record's
     * timestamp: such a clock is wrong.
     *
     * @return null if unknown
     */
    public static @Nullable Instant availableUntil(TaskOutcome.Completed outcome) {
        Instant unfinished = outcome.lastUnfinishedAt();
        if (unfinished != null) {
            return Times.plus(unfinished, KEPT);
        }
        TaskCreated task = outcome.task();
        Instant submitted = task.submittedAt();
        Instant recorded = task.recordedAt();
        if (submitted == null
                || recorded == null
                || submitted.truncatedTo(ChronoUnit.MILLIS).isAfter(recorded)) {
            return null;
        }
        return Times.plus(submitted, KEPT);
    }
}
