package io.mpsbridge.limit;

import java.time.Duration;

/**
 * Spaces requests, so that permits that come back together do not leave together: the generic cell rate algorithm
 * (ITU-T I.371). A request that is late by less than {@link #LATE_NANOS} does not delay those after it, so a coarse
 * timer costs no throughput; a longer pause is not made up for. Pure arithmetic, not thread-safe.
 *
 * <p>In any {@code t} nanoseconds at most {@code 1 + (t + LATE_NANOS) / gapNanos} requests leave.
 */
final class Pacer {

    /** Timers fire some milliseconds late, especially on busy machines. */
    static final long LATE_NANOS = Duration.ofMillis(10).toNanos();

    private long dueNanos;

    /** Starts afresh: a request may leave at once. */
    void begin(long nowNanos) {
        dueNanos = nowNanos;
    }

    /** Nanoseconds until the next request may leave, 0 if now. */
    long waitNanos(long nowNanos) {
        return Math.max(0, dueNanos - LATE_NANOS - nowNanos);
    }

    /** A request leaves; the next one is due {@code gapNanos} later. */
    void left(long nowNanos, long gapNanos) {
        dueNanos = (dueNanos - nowNanos > 0 ? dueNanos : nowNanos) + gapNanos;
    }
}
