package io.mpsbridge.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One task as the simulator knows it.
 *
 * @param startsAt from when on it runs, which may lie ahead, or null while it waits for a slot
 * @param endsAt its true end, which may lie ahead, or null while it waits for a slot
 * @param polls admitted calls about it, whatever a fault made of their answers
 * @param firstAskedAt the arrival of the first of them, or null
 * @param firstAskedEndedAt the arrival of the first one after the end, or null
 * @param firstSeenEndedAt when an answer that told of the end was sent to a live connection, or null
 * @param detectionDelaySeconds from the end to there, or null
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
