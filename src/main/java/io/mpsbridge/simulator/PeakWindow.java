package io.mpsbridge.simulator;

/**
 * The most arrivals in any half-open window of one second. Windows that end with an arrival suffice: any other can move
 * earlier, to end with its last arrival, without losing one. Holds one second of arrivals. Not thread-safe.
 */
final class PeakWindow {

    private long[] recent = new long[64];
    private int head;
    private int size;
    private int peak;
    private long peakStart;

    /**
     * Records an arrival and returns the number of arrivals in the window that ends with it.
     *
     * @param nanos never decreasing from call to call
     */
    int arrived(long nanos) {
        while (size > 0 && nanos - recent[head] >= SlidingLimit.WINDOW_NANOS) {
            head = (head + 1) % recent.length;
            size--;
        }
        if (size == recent.length) {
            grow();
        }
        recent[(head + size) % recent.length] = nanos;
        size++;
        if (size > peak) {
            peak = size;
            peakStart = recent[head];
        }
        return size;
    }

    int peak() {
        return peak;
    }

    /** The first arrival in the first window that held {@link #peak()}; undefined before the first arrival. */
    long peakStart() {
        return peakStart;
    }

    private void grow() {
        long[] larger = new long[recent.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = recent[(head + i) % recent.length];
        }
        recent = larger;
        head = 0;
    }
}
