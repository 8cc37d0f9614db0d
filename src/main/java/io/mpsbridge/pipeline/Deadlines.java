package io.mpsbridge.pipeline;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Judges deadlines and ages by MPS's clock. */
record Deadlines(PipelineSettings settings, ServiceClock clock) {

    private static final long NEXT_TRY = Duration.ofSeconds(1).toNanos();
    /** Between retries past the deadline. */
    private static final long TRIES = Duration.ofSeconds(2).toNanos();

    Instant of(Accepted event) {
        Instant named = event.task().deadline();
        return named != null ? named : Times.plus(event.task().createdAt(), settings.taskTimeout());
    }

    /** Whether it had passed at that monotonic time; false before MPS has confirmed the time. */
    boolean passed(TrackedTask task, Accepted event, long atNanos) {
        return clock.isConfirmed() && left(task, event, atNanos) < 0;
    }

    /** When the first deadline of the task's events passes, on the monotonic clock. */
    long firstNanos(TrackedTask task, long nowNanos) {
        long most = settings.maxTaskAgeNanos();
        long first = most;
        for (Accepted event : task.waiting()) {
            first = Math.min(first, Math.max(-most, left(task, event, nowNanos)));
        }
        return nowNanos + first;
    }

    /** The latest time for the next retry of a failing task: soon after its deadline, and often from then on. */
    long retryByNanos(TrackedTask task, long nowNanos) {
        long by = nowNanos + settings.maxTaskAgeNanos();
        for (Accepted event : task.waiting()) {
            long left = left(task, event, nowNanos);
            long wait = left < 0 ? TRIES : Math.min(left, settings.maxTaskAgeNanos()) + NEXT_TRY;
            by = nowNanos + wait - by < 0 ? nowNanos + wait : by;
        }
        return by;
    }

    /** Whether the record is too old to poll. */
    boolean isTooOld(Accepted event, long nowNanos) {
        Instant recordedAt = event.task().recordedAt();
        return recordedAt != null
                && clock.isConfirmed()
                && Times.plus(recordedAt, settings.maxTaskAge()).isBefore(clock.earliestAt(nowNanos));
    }

    /**
     * Nanoseconds left. If the event names no deadline, the age is the lesser of what MPS's clock and our monotonic one
     * say, since either the event's time or our clock at its intake may have been wrong.
     */
    private long left(TrackedTask task, Accepted event, long atNanos) {
        @Nullable Instant named = event.task().deadline();
        if (named != null) {
            return Times.nanosBetween(clock.earliestAt(atNanos), named);
        }
        long age = Math.min(
                Times.nanosBetween(event.task().createdAt(), clock.earliestAt(atNanos)),
                atNanos - task.entry().bornNanos());
        return Times.nanos(settings.taskTimeout()) - Math.max(0, age);
    }
}
