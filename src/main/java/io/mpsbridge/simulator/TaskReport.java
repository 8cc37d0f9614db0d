package io.mpsbridge.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's knowledge of one task.
 *
 * @param startsAt when it runs from, past or future, or null while it waits for a slot
 * @param endsAt its true end, past or future, or null while it waits for a slot
 * @param polls admitted calls about it, including those hit by faults
 * @param firstAskedAt the arrival of the first of them, or null
 * @param firstAskedEndedAt the arrival of the first one after the end, or null
 * @param firstSeenEndedAt when an answer with the end was first sent to a live connection, or null
 * @param detectionDelaySeconds from {@code endsAt} to {@code firstSeenEndedAt}, or null
 */
public record TaskReport(
        String id,
        Instant createdAt,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        Ending ending,
        int polls,
        @Nullable Instant firstAskedAt,
        @Nullable Instant firstAskedEndedAt,
        @Nullable Instant firstSeenEndedAt,
        @Nullable Double detectionDelaySeconds) {

    static TaskReport of(SimulatedTask task, SimulatorTime time) {
        SimulatedTask.State state = task.state();
        return new TaskReport(
                task.id,
                time.instant(task.createdNanos),
                instant(state.startNanos(), time),
                instant(state.endNanos(), time),
                task.ending,
                state.polls(),
                instant(state.firstAskedNanos(), time),
                instant(state.firstAskedEndedNanos(), time),
                instant(state.firstSeenEndedNanos(), time),
                state.firstSeenEndedNanos() == SimulatedTask.NEVER
                        ? null
                        : (state.firstSeenEndedNanos() - state.endNanos()) / 1e9);
    }

    private static @Nullable Instant instant(long nanos, SimulatorTime time) {
        return nanos == SimulatedTask.NEVER ? null : time.instant(nanos);
    }
}
