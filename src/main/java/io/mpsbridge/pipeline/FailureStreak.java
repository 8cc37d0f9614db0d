package io.mpsbridge.pipeline;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A task's consecutive failed answers; a good answer ends the streak. Owned by the pipeline's thread. */
final class FailureStreak {

    /** A task is given up after this many polls past its deadline failed for it alone. */
    static final int POLLS_IN_VAIN = 3;

    private final long sinceNanos;
    /** When the last polls were sent that failed while other tasks were answered well. */
    private final long[] inVain = new long[POLLS_IN_VAIN];

    private int counted;
    private long goodsThen;
    private boolean throttled;
    private boolean backoffReset;
    private @Nullable Long notFoundSinceNanos;
    private @Nullable Long malformedSinceNanos;

    FailureStreak(long sinceNanos) {
        this.sinceNanos = sinceNanos;
    }

    /** When the first of these answers came. */
    long sinceNanos() {
        return sinceNanos;
    }

    /**
     * Records a failed poll.
     *
     * @param goods good answers so far, which are other tasks' since this streak began
     */
    void failed(long sentNanos, long goods) {
        if (counted == 0 || goods > goodsThen) {
            inVain[counted % POLLS_IN_VAIN] = sentNanos;
            counted++;
            goodsThen = goods;
        }
    }

    /** When the first of the polls was sent that prove the failure the task's own, if there are enough. */
    OptionalLong inVainSinceNanos() {
        return counted < POLLS_IN_VAIN ? OptionalLong.empty() : OptionalLong.of(inVain[counted % POLLS_IN_VAIN]);
    }

    boolean isThrottled() {
        return throttled;
    }

    /** Returns true the first time. */
    boolean throttledFirst() {
        boolean first = !throttled;
        throttled = true;
        return first;
    }

    /** Returns true the first time. */
    boolean firstReset() {
        boolean first = !backoffReset;
        backoffReset = true;
        return first;
    }

    /** MPS does not know the task; returns since when, on a clock stopped while polling is held. */
    long notFoundSinceNanos(long activeNanos) {
        if (notFoundSinceNanos == null) {
            notFoundSinceNanos = activeNanos;
        }
        return notFoundSinceNanos;
    }

    /** MPS contradicts itself about the task; returns since when, on a clock stopped while polling is held. */
    long malformedSinceNanos(long activeNanos) {
        if (malformedSinceNanos == null) {
            malformedSinceNanos = activeNanos;
        }
        return malformedSinceNanos;
    }
}
