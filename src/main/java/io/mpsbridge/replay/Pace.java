package io.mpsbridge.replay;

import java.time.Duration;

/** Spaces events evenly. Time that passed unused is not made up for. */
final class Pace {
    private final long nanosPerEvent;
    private boolean begun;
    private long nextAt;

    Pace(int perSecond) {
        this.nanosPerEvent = Duration.ofSeconds(1).toNanos() / perSecond;
    }

    /** Nanoseconds until more may be sent. */
    long waitNanos(long now) {
        return begun ? Math.max(0, nextAt - now) : 0;
    }

    /** So many were sent at that moment. */
    void sent(int count, long now) {
        nextAt = (begun ? Math.max(nextAt, now) : now) + count * nanosPerEvent;
        begun = true;
    }
}
