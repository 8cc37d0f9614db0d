package io.mpsbridge.pipeline;

import java.time.Duration;

/**
 * How polling starts again after it was held: two requests in the first second, twice as many in each second after that,
 * until that is more than the quota. Without a good answer it gets no steeper; it is over when for a second nobody wants
 * the turn that it gives, for then nothing is left that could come in a rush. Owned by the pipeline's thread.
 */
final class Ramp {

    private static final long STEP = Duration.ofSeconds(1).toNanos();
    private static final int FIRST_RATE = 2;

    /** Requests per second, or 0 while nothing is held back. */
    private int rate;

    private long steppedAt;
    private long dueAt;

    /** A hold has ended. */
    void begin(long now) {
        rate = FIRST_RATE;
        steppedAt = now;
        dueAt = now;
    }

    /** Polling is held again. */
    void end() {
        rate = 0;
    }

    /** Whether polling is still held back, with so many calls not answered yet. */
    boolean isUnderWay(long now, int open) {
        return rate > 0 && !(open == 0 && now - dueAt >= STEP);
    }

    /** Nanoseconds until the next request may leave. */
    long waitNanos(long now) {
        return rate > 0 ? Math.max(0, dueAt - now) : 0;
    }

    /**
     * A request leaves.
     *
     * @param open calls that have not been answered yet, without this one
     * @return whether it finds the ramp over that was under way when the one before left
     */
    boolean left(long now, int open) {
        if (isUnderWay(now, open)) {
            dueAt = now + STEP / rate;
            return false;
        }
        boolean wasUnderWay = rate > 0;
        rate = 0;
        return wasUnderWay;
    }

    /**
     * An answer was good.
     *
     * @param full requests per second from which on nothing needs to be held back
     * @return whether that was the last step
     */
    boolean good(long now, int full) {
        // While a call was open, nobody can say that the turn was not wanted.
        dueAt = now - dueAt > 0 ? now : dueAt;
        if (rate == 0 || now - steppedAt < STEP) {
            return false;
        }
        steppedAt = now;
        rate = 2 * rate >= full ? 0 : 2 * rate;
        return rate == 0;
    }
}
