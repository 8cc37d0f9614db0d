package io.mpsbridge.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One task: when it was created, when it runs, how it ends, and who asked when. Times are nanoseconds since the simulator's
 * start. A million of them are held at once, hence bare longs, with {@link #NEVER} where nothing has happened yet.
 */
final class SimulatedTask {

    static final long NEVER = Long.MAX_VALUE;

    final String id;
    final long createdNanos;
    final long durationNanos;
    final Ending ending;
    private final @Nullable TaskFault ownFault;

    private long startNanos = NEVER;
    private long endNanos = NEVER;
    private int polls;
    private long firstAskedNanos = NEVER;
    private long firstAskedEndedNanos = NEVER;
    private long firstSeenEndedNanos = NEVER;

    SimulatedTask(String id, long createdNanos, long durationNanos, Ending ending, @Nullable TaskFault ownFault) {
        this.id = id;
        this.createdNanos = createdNanos;
        this.durationNanos = durationNanos;
        this.ending = ending;
        this.ownFault = ownFault;
    }

    /** What its own trouble does to an answer, or null where it is well. */
    @Nullable Effect ownFaultAt(long nanos) {
        return ownFault == null || ownFault.isOver(nanos, this) ? null : ownFault.effect();
    }

    /** Decides, once, from when to when it runs; until then it waits. */
    synchronized void runs(long fromNanos, long toNanos) {
        startNanos = fromNanos;
        endNanos = toNanos;
    }

    /** {@link #NEVER} as long as that is not decided. */
    synchronized long endNanos() {
        return endNanos;
    }

    /** Notes a poll and returns the status at its arrival. */
    synchronized Phase polled(long nanos) {
        polls++;
        firstAskedNanos = Math.min(firstAskedNanos, nanos);
        if (nanos < endNanos) {
            return nanos < startNanos ? Phase.WAIT : Phase.RUN;
        }
        firstAskedEndedNanos = Math.min(firstAskedEndedNanos, nanos);
        return ending == Ending.DONE ? Phase.DONE : Phase.FAIL;
    }

    /** Notes that the caller was told of the end. */
    synchronized void seenEnded(long nanos) {
        firstSeenEndedNanos = Math.min(firstSeenEndedNanos, nanos);
    }

    synchronized State state() {
        return new State(startNanos, endNanos, polls, firstAskedNanos, firstAskedEndedNanos, firstSeenEndedNanos);
    }

    /** The vendor's statuses. */
    enum Phase {
        WAIT,
        RUN,
        DONE,
        FAIL;

        boolean isEnd() {
            return this == DONE || this == FAIL;
        }
    }

    /** A consistent copy of when it runs and of what was asked; {@link #NEVER} where that is not decided, or was not. */
    record State(
            long startNanos,
            long endNanos,
            int polls,
            long firstAskedNanos,
            long firstAskedEndedNanos,
            long firstSeenEndedNanos) {}
}
