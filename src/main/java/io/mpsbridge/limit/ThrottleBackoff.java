package io.mpsbridge.limit;

import java.time.Duration;

/**
 * How much longer than the window a permit rests because others use the account too. A throttled answer raises it,
 * first to a quarter of a window and then twofold, up to nine windows, a tenth of the quota; every window without one
 * takes a tenth off, until almost nothing is left. Requests in flight when it was raised do not raise it again: they do
 * not tell whether that was enough. Pure arithmetic, not thread-safe.
 */
final class ThrottleBackoff {

    private final long windowNanos;
    private final long leastNanos;
    private final long firstNanos;
    private final long mostNanos;

    private long extraNanos;
    private long raisedNanos;
    private long steppedNanos;

    ThrottleBackoff(Duration window) {
        this.windowNanos = window.toNanos();
        this.leastNanos = this.windowNanos / 100;
        this.firstNanos = this.windowNanos / 4;
        this.mostNanos = 9 * this.windowNanos;
    }

    /** Nanoseconds that permits now rest longer. */
    long extraNanos(long nowNanos) {
        while (extraNanos > 0 && nowNanos - steppedNanos >= windowNanos) {
            steppedNanos += windowNanos;
            extraNanos -= extraNanos / 10;
            if (extraNanos < leastNanos) {
                extraNanos = 0;
            }
        }
        return extraNanos;
    }

    /** A request sent at {@code sentNanos} was throttled. */
    void throttled(long sentNanos, long nowNanos) {
        long before = extraNanos(nowNanos);
        if (before > 0 && sentNanos - raisedNanos < 0) {
            return;
        }
        extraNanos = Math.min(mostNanos, Math.max(firstNanos, 2 * before));
        raisedNanos = nowNanos;
        steppedNanos = nowNanos;
    }
}
