package io.mpsbridge.poll;

/** Randomness that follows from the task alone, so that a run can be repeated. */
final class Jitter {

    private Jitter() {}

    /**
     * A number from 0 (inclusive) to 1 (exclusive), the same for the same seed and draw; SplitMix64 (Steele et al.
     * 2014).
     */
    static double unit(long seed, long draw) {
        long z = seed + (draw + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
