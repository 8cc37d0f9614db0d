package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * How many tasks of a queue start in a second, on average over the last minutes, to be shown and to look ahead by. The
 * frontier's own speed follows the moment, and swings too much for either.
 */
final class StartRate {

    private static final double MEMORY_SECONDS = 120;
    /** Before that, too few have started. */
    private static final double LEAST_SECONDS = 20;
    /** The frontier of a new batch is found by moves that are no starts; they are over so long after it is believed. */
    private static final double SETTLING_SECONDS = 15;

    private double starts;
    private double seconds;
    private double believedSeconds;

    /** So much time has passed while tasks waited, and order was believed or not. */
    void advance(double elapsed, boolean isInOrder) {
        believedSeconds = isInOrder ? believedSeconds + elapsed : 0;
        double kept = isInOrder ? Math.exp(-elapsed / MEMORY_SECONDS) : 0;
        starts *= kept;
        seconds = kept * seconds + (isCounting() ? elapsed : 0);
    }

    /** So many tasks are presumed to have started; fewer than none where that was wrong. */
    void started(int tasks) {
        starts += isCounting() ? tasks : 0;
    }

    /** Null where it is not known. */
    @Nullable Double perSecond() {
        return seconds < LEAST_SECONDS || starts < 1 ? null : starts / seconds;
    }

    private boolean isCounting() {
        return believedSeconds > SETTLING_SECONDS;
    }
}
