package io.mpsbridge.replay;

import java.time.Duration;

/** Spaces events evenly; does not catch up on unused time. */
final class Pace {
    private final long nanosPerEvent;
    private boolean begun;
    private long nextNanos;

    Pace(int perSecond) {
        this.nanosPerEvent = Duration.ofSeconds(1).toNanos() / perSecond;
    }

    /** Time until more may be sent. */
    long waitNanos(long nowNanos) {
        return begun ? Math.max(0, nextNanos - nowNanos) : 0;
    }

    void sent(int count, long nowNanos) {
        nextNanos = (begun ? Math.max(nextNanos, nowNanos) : nowNanos) + count * nanosPerEvent;
        begun = true;
    }
}
