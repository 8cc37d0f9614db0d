package io.mpsbridge.poll;

/** How long to leave a task alone: exponential pauses between the shortest and the longest interval. */
final class Pauses {

    /** Part of a pause that is left to chance. */
    private static final double SPREAD = 0.2;

    private static final double ERROR_FACTOR = 2.0;

    private final long min;
    private final long max;
    private final double factor;

    Pauses(PollSettings settings) {
        this.min = settings.minInterval().toNanos();
        this.max = settings.maxInterval().toNanos();
        this.factor = settings.backoffFactor();
    }

    long min() {
        return min;
    }

    /** The pause before poll number {@code step}, from 0: a fifth of it is left to chance. */
    long jittered(long seed, int step) {
        long pause = pause(factor, step);
        return Math.max(min, pause - (long) (SPREAD * pause * Jitter.unit(seed, step)));
    }

    /** The pause before poll number {@code step} without chance. */
    long plain(int step) {
        return pause(factor, step);
    }

    /** After {@code errors} in a row: anything from the shortest interval to the doubled last one. */
    long afterErrors(long seed, int errors) {
        long most = pause(ERROR_FACTOR, errors);
        return min + (long) ((most - min) * Jitter.unit(~seed, errors));
    }

    /** Which pause is under way in a task of this age that was asked on time so far. */
    int stepAt(long age) {
        int step = 0;
        long asked = pause(factor, 0);
        while (asked < age && pause(factor, step) < max && factor > 1) {
            step++;
            asked += pause(factor, step);
        }
        return step;
    }

    private long pause(double growth, int step) {
        return (long) Math.min((double) max, min * Math.pow(growth, step));
    }
}
