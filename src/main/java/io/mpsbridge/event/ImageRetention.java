package io.mpsbridge.event;

import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Until when the images of a task are there for certain. */
public final class ImageRetention {
    /** How long MPS keeps the images, from the task's end on. */
    public static final Duration KEPT = Duration.ofHours(12);

    private ImageRetention() {}

    /** How long the promise holds from the moment on at which the end was noticed; null where nothing is known. */
    public static @Nullable Duration left(TaskOutcome.Completed outcome) {
        Instant until = availableUntil(outcome);
        return until == null ? null : Duration.between(outcome.detectedAt(), until);
    }

    /**
     * The promise of {@code imagesAvailableUntil}: {@link #KEPT} after the last moment at which the task is known not to
     * have ended, so that it holds although the moment of the end is unknown. That is when the last poll was sent that
     * found it unfinished; else {@code submittedAt}, provided that in whole milliseconds, which is what Kafka counts in,
     * it is not later than the record's timestamp: a clock that puts the submission behind the record is wrong.
     *
     * @return null where nothing is known
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
