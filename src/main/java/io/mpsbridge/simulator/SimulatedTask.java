package io.mpsbridge.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One task: when it began, when it ends and how, and who asked when. Times are nanoseconds since the simulator's start. A
 * million of them are held at once, hence bare longs, with {@link #NEVER} where nothing has happened yet.
 */
final class SimulatedTask {

    static final long NEVER = Long.MAX_VALUE;

    final String id;
    final long createdNanos;
    final long endNanos;
    final Ending ending;
    private final @Nullable TaskFault ownFault;

    private int polls;
    private long firstAskedNanos = NEVER;
    private long firstAskedEndedNanos = NEVER;
    private long firstSeenEndedNanos = NEVER;

    SimulatedTask(String id, long createdNanos, long endNanos, Ending ending, @Nullable TaskFault ownFault) {
        this.id = id;
        this.createdNanos = createdNanos;
        this.endNanos = endNanos;
        this.ending = ending;
        this.ownFault = ownFault;
    }

    /** What its own trouble does to an answer, or null where it is well. */
    @Nullable Effect ownFaultAt(long nanos) {
        return ownFault == null || ownFault.isOver(nanos, this) ? null : ownFault.effect();
    }

    /** Notes a poll and returns the status at its arrival. */
    synchronized Phase polled(long nanos, double waitShare) {
        polls++;
        firstAskedNanos = Math.min(firstAskedNanos, nanos);
        if (nanos < endNanos) {
            double waitNanos = waitShare * (endNanos - createdNanos);
            return nanos - createdNanos < waitNanos ? Phase.WAIT : Phase.RUN;
        }
        firstAskedEndedNanos = Math.min(firstAskedEndedNanos, nanos);
        return ending == Ending.DONE ? Phase.DONE : Phase.FAIL;
    }

    /** Notes that the caller was told of the end. */
    synchronized void seenEnded(long nanos) {
        firstSeenEndedNanos = Math.min(firstSeenEndedNanos, nanos);
    }

    synchronized Asked asked() {
        return new Asked(polls, firstAskedNanos, firstAskedEndedNanos, firstSeenEndedNanos);
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

    /** A consistent copy of what was asked; {@link #NEVER} where it was not. */
    record Asked(int polls, long firstAskedNanos, long firstAskedEndedNanos, long firstSeenEndedNanos) {}
}
