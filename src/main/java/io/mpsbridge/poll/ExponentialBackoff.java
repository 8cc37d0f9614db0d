package io.mpsbridge.poll;

/** How long to leave a task alone: exponential pauses between the shortest and the longest interval. */
final class ExponentialBackoff {

    /** Part of a pause that is left to chance. */
    private static final double SPREAD = 0.2;

    private static final double FAILURE_FACTOR = 2.0;

    private final long minNanos;
    private final long maxNanos;
    private final double factor;

    ExponentialBackoff(PollSettings settings) {
        this.minNanos = settings.minInterval().toNanos();
        this.maxNanos = settings.maxInterval().toNanos();
        this.factor = settings.backoffFactor();
    }

    long minNanos() {
        return minNanos;
    }

    /** The pause before poll number {@code step}, from 0: a fifth of it is left to chance. */
    long jittered(long seed, int step) {
        long pause = pause(factor, step);
        return Math.max(minNanos, pause - (long) (SPREAD * pause * Jitter.unit(seed, step)));
    }

    /** The pause before poll number {@code step} without chance. */
    long plain(int step) {
        return pause(factor, step);
    }

    /** After {@code failures} in a row: anything from the shortest interval to the doubled last one. */
    long afterFailures(long seed, int failures) {
        long most = pause(FAILURE_FACTOR, failures);
        return minNanos + (long) ((most - minNanos) * Jitter.unit(~seed, failures));
    }

    /** Which pause is under way in a task of this age that was asked on time so far. */
    int stepAt(long age) {
        int step = 0;
        long asked = pause(factor, 0);
        while (asked < age && pause(factor, step) < maxNanos && factor > 1) {
            step++;
            asked += pause(factor, step);
        }
        return step;
    }

    private long pause(double growth, int step) {
        return (long) Math.min((double) maxNanos, minNanos * Math.pow(growth, step));
    }
}
