package io.mpsbridge.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One task: when it was created, when it runs, how it ends, and when it was polled. Times are nanoseconds since the
 * simulator's start, as bare longs because a million tasks are held at once; {@link #NEVER} marks what has not happened
 * yet.
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

    /** What its own fault does to an answer, or null. */
    @Nullable Effect ownFaultAt(long nanos) {
        return ownFault == null || ownFault.isOver(nanos, this) ? null : ownFault.effect();
    }

    /** Sets, once, from when to when it runs; until then it waits. */
    synchronized void runs(long fromNanos, long toNanos) {
        startNanos = fromNanos;
        endNanos = toNanos;
    }

    /** {@link #NEVER} while it waits for a slot. */
    synchronized long endNanos() {
        return endNanos;
    }

    /** Records a poll and returns the status at its arrival. */
    synchronized Phase polled(long nanos) {
        polls++;
        firstAskedNanos = Math.min(firstAskedNanos, nanos);
        if (nanos < endNanos) {
            return nanos < startNanos ? Phase.WAIT : Phase.RUN;
        }
        firstAskedEndedNanos = Math.min(firstAskedEndedNanos, nanos);
        return ending == Ending.DONE ? Phase.DONE : Phase.FAIL;
    }

    /** Records that a caller has seen the end. */
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

    /** A consistent copy of its times and polls; {@link #NEVER} marks what has not happened, or is not known yet. */
    record State(
            long startNanos,
            long endNanos,
            int polls,
            long firstAskedNanos,
            long firstAskedEndedNanos,
            long firstSeenEndedNanos) {}
}
