package io.mpsbridge.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's knowledge of one task.
 *
 * @param endsAt its true end, past or future
 * @param polls admitted calls about it, including those hit by faults
 * @param firstAskedAt the arrival of the first of them, or null
 * @param firstAskedEndedAt the arrival of the first one after the end, or null
 * @param firstSeenEndedAt when an answer with the end was first sent to a live connection, or null
 * @param detectionDelaySeconds from {@code endsAt} to {@code firstSeenEndedAt}, or null
 */
public record TaskReport(
        String id,
        Instant createdAt,
        Instant endsAt,
        Ending ending,
        int polls,
        @Nullable Instant firstAskedAt,
        @Nullable Instant firstAskedEndedAt,
        @Nullable Instant firstSeenEndedAt,
        @Nullable Double detectionDelaySeconds) {

    static TaskReport of(SimulatedTask task, SimulatorTime time) {
        SimulatedTask.Asked asked = task.asked();
        return new TaskReport(
                task.id,
                time.instant(task.createdNanos),
                time.instant(task.endNanos),
                task.ending,
                asked.polls(),
                instant(asked.firstAskedNanos(), time),
                instant(asked.firstAskedEndedNanos(), time),
                instant(asked.firstSeenEndedNanos(), time),
                asked.firstSeenEndedNanos() == SimulatedTask.NEVER
                        ? null
                        : (asked.firstSeenEndedNanos() - task.endNanos) / 1e9);
    }

    private static @Nullable Instant instant(long nanos, SimulatorTime time) {
        return nanos == SimulatedTask.NEVER ? null : time.instant(nanos);
    }
}
