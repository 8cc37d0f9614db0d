package io.mpsbridge.simulator;

/**
 * Admits at most {@code limit} arrivals in any half-open window of one second: refuses an arrival less than a second
 * after the oldest of the last {@code limit} admitted ones. Not thread-safe.
 */
final class SlidingLimit {

    static final long WINDOW_NANOS = 1_000_000_000L;

    private final long[] admitted;
    private int size;
    private int oldest;

    /** @param limit 0 admits everything */
    SlidingLimit(int limit) {
        admitted = new long[limit];
    }

    /** @param nanos never decreasing from call to call */
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
