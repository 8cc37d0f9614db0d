package io.mpsbridge.event;

import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How long a task's results are certainly available. */
public final class ResultRetention {
    private ResultRetention() {}

    /** The time from detection to {@link #availableUntil}; null if unknown. */
    public static @Nullable Duration left(TaskOutcome.Completed outcome) {
        Instant until = availableUntil(outcome);
        return until == null ? null : Duration.between(outcome.detectedAt(), until);
    }

    /**
     * The value of {@code availableUntil}: the {@linkplain TaskKind#retention kind's retention} after the last time at
     * which the task is known to have been unfinished, so that it holds although its end is unknown. That is when the
     * last poll was sent that found it unfinished; else {@code submittedAt}, unless that is later, in Kafka's whole
     * milliseconds, than the record's timestamp: such a clock is wrong.
     *
     * @return null if unknown, as it always is for a kind whose retention the vendor does not state
     */
    public static @Nullable Instant availableUntil(TaskOutcome.Completed outcome) {
        Duration kept = outcome.task().scope().kind().retention();
        Instant since = kept == null ? null : unfinishedAt(outcome);
        return since == null || kept == null ? null : Times.plus(since, kept);
    }

    /** The last time at which the task is known to have been unfinished, or null. */
    private static @Nullable Instant unfinishedAt(TaskOutcome.Completed outcome) {
        Instant unfinished = outcome.lastUnfinishedAt();
        if (unfinished != null) {
            return unfinished;
        }
        TaskCreated task = outcome.task();
        Instant submitted = task.submittedAt();
        Instant recorded = task.recordedAt();
        if (submitted == null
                || recorded == null
                || submitted.truncatedTo(ChronoUnit.MILLIS).isAfter(recorded)) {
            return null;
        }
        return submitted;
    }
}
