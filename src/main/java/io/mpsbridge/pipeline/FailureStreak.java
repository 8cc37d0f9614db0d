package io.mpsbridge.pipeline;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The answers that failed for one task in a row. A good answer ends it. Owned by the pipeline's thread. */
final class FailureStreak {

    /** So many polls after its deadline that failed for the task alone, and it is given up. */
    static final int POLLS_IN_VAIN = 3;

    private final long sinceNanos;
    /** When the last polls were sent between which other tasks were answered well. */
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
     * Another poll failed.
     *
     * @param goods good answers so far, which are other tasks' since this trouble began
     */
    void failed(long sentNanos, long goods) {
        if (counted == 0 || goods > goodsThen) {
            inVain[counted % POLLS_IN_VAIN] = sentNanos;
            counted++;
            goodsThen = goods;
        }
    }

    /** When the first of the last polls was sent that say that the trouble is the task's own, if there are enough. */
    OptionalLong inVainSinceNanos() {
        return counted < POLLS_IN_VAIN ? OptionalLong.empty() : OptionalLong.of(inVain[counted % POLLS_IN_VAIN]);
    }

    boolean isThrottled() {
        return throttled;
    }

    /** Returns whether it is the first time. */
    boolean throttledFirst() {
        boolean first = !throttled;
        throttled = true;
        return first;
    }

    /** Returns whether it is the first time. */
    boolean firstReset() {
        boolean first = !backoffReset;
        backoffReset = true;
        return first;
    }

    /** MPS does not know the task; returns since when, on a clock that stands still while polling is held. */
    long notFoundSinceNanos(long activeNanos) {
        if (notFoundSinceNanos == null) {
            notFoundSinceNanos = activeNanos;
        }
        return notFoundSinceNanos;
    }

    /** MPS contradicts itself about the task; returns since when, on a clock that stands still while polling is held. */
    long malformedSinceNanos(long activeNanos) {
        if (malformedSinceNanos == null) {
            malformedSinceNanos = activeNanos;
        }
        return malformedSinceNanos;
    }
}
