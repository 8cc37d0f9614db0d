package io.mpsbridge.pipeline;

import java.time.Duration;

/**
 * How polling starts again after it was held: two requests in the first second, twice as many in each second after that,
 * until that is more than the quota. Without a good answer it gets no steeper. Owned by the pipeline's thread.
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

    /** Whether polling is still held back. */
    boolean isUnderWay() {
        return rate > 0;
    }

    /** Nanoseconds until the next request may leave. */
    long waitNanos(long now) {
        return isUnderWay() ? Math.max(0, dueAt - now) : 0;
    }

    void left(long now) {
        if (isUnderWay()) {
            dueAt = now + STEP / rate;
        }
    }

    /**
     * An answer was good.
     *
     * @param full requests per second from which on nothing needs to be held back
     * @return whether that was the last step
     */
    boolean good(long now, int full) {
        if (!isUnderWay() || now - steppedAt < STEP) {
            return false;
        }
        steppedAt = now;
        rate = 2 * rate >= full ? 0 : 2 * rate;
        return rate == 0;
    }
}
