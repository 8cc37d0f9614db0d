package io.mpsbridge.pipeline;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When an event's task is late, by MPS's clock. */
record Deadlines(PipelineSettings settings, ServiceClock clock) {

    private static final long NEXT_TRY = Duration.ofSeconds(1).toNanos();
    /** Between tries past the deadline. */
    private static final long TRIES = Duration.ofSeconds(2).toNanos();

    /** The deadline, for people. */
    Instant of(Accepted event) {
        Instant named = event.task().deadline();
        return named != null ? named : Times.plus(event.task().createdAt(), settings.taskTimeout());
    }

    /** Whether it was over at that moment of the monotonic clock; not before MPS has confirmed what time it is. */
    boolean passed(TrackedTask task, Accepted event, long atNanos) {
        return clock.isConfirmed() && left(task, event, atNanos) < 0;
    }

    /** When a task in trouble is to be asked about again at the latest: soon after its deadline, and often from then on. */
    long retryByNanos(TrackedTask task, long nowNanos) {
        long by = nowNanos + settings.maxTaskAgeNanos();
        for (Accepted event : task.waiting()) {
            long left = left(task, event, nowNanos);
            long wait = left < 0 ? TRIES : Math.min(left, settings.maxTaskAgeNanos()) + NEXT_TRY;
            by = nowNanos + wait - by < 0 ? nowNanos + wait : by;
        }
        return by;
    }

    /** Whether the record is too old to be asked about. */
    boolean isTooOld(Accepted event, long nowNanos) {
        Instant recordedAt = event.task().recordedAt();
        return recordedAt != null
                && clock.isConfirmed()
                && Times.plus(recordedAt, settings.maxTaskAge()).isBefore(clock.earliestAt(nowNanos));
    }

    /**
     * Nanoseconds left. Where the event names no deadline, the age is the lesser of what MPS's clock and what our monotonic
     * one say, since either the event's time or our clock at its intake may have been wrong.
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
