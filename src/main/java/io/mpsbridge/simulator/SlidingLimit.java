package io.mpsbridge.simulator;

/**
 * Admits at most {@code limit} arrivals in any half-open window of one second. It remembers the last {@code limit} admitted
 * arrivals: a window that held one more would begin at or after the oldest of them and end within the same second, and that
 * is exactly what is refused. Not thread-safe.
 */
final class SlidingLimit {

    static final long WINDOW_NANOS = 1_000_000_000L;

    private final long[] admitted;
    private int size;
    private int oldest;

    /** @param limit 0: everything is admitted */
    SlidingLimit(int limit) {
        admitted = new long[limit];
    }

    /** @param nanos never before the one of an earlier call */
    boolean admit(long nanos) {
        if (admitted.length == 0) {
            return true;
        }
        if (size < admitted.length) {
            admitted[size++] = nanos;
            return true;
        }
        if (nanos - admitted[oldest] < WINDOW_NANOS) {
            return false;
        }
        admitted[oldest] = nanos;
        oldest = (oldest + 1) % admitted.length;
        return true;
    }
}
