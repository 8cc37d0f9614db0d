package io.mpsbridge.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One task: when it began, when and how it ends, and when it was polled. Times are nanoseconds since the simulator's
 * start, as bare longs because a million tasks are held at once; {@link #NEVER} marks what has not happened yet.
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

    /** What its own fault does to an answer, or null. */
    @Nullable Effect ownFaultAt(long nanos) {
        return ownFault == null || ownFault.isOver(nanos, this) ? null : ownFault.effect();
    }

    /** Records a poll and returns the status at its arrival. */
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

    /** Records that a caller has seen the end. */
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

    /** A consistent copy of the polls; {@link #NEVER} marks what has not happened. */
    record Asked(int polls, long firstAskedNanos, long firstAskedEndedNanos, long firstSeenEndedNanos) {}
}
