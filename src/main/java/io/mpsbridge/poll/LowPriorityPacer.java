package io.mpsbridge.poll;

import java.time.Duration;

/**
 * When tasks that give way get a turn: one in a given number while others are due. While others wait for their time,
 * half of what these can leave of the quota, and one permit in as many at least. All of it while none comes due before
 * the permit is back.
 *
 * <p>Half, since a permit rests for a second: where every one that is free goes to those that give way at once, a task
 * that comes due finds none. With all of it, live tasks of a light load were noticed a third later.
 */
final class LowPriorityPacer {

    private static final double SECOND = 1e9;

    private final int oneIn;
    private final double permitsPerSecond;
    /** How often a task can come due. */
    private final double pollsPerSecond;

    /** When one that gives way may leave while others wait. */
    private long fromNanos;

    private boolean begun;
    /** Turns since the last that went to one that gives way while others were due. */
    private int contested;

    LowPriorityPacer(int oneIn, double permitsPerSecond, Duration minInterval) {
        this.oneIn = oneIn;
        this.permitsPerSecond = permitsPerSecond;
        this.pollsPerSecond = SECOND / minInterval.toNanos();
    }

    /**
     * Nanoseconds until one that gives way may leave, as far as the others are concerned; not above 0 if now.
     *
     * @param othersWait nanoseconds until another is due
     */
    long waitNanos(long othersWait, long nowNanos) {
        return begun && othersWait <= SECOND ? fromNanos - nowNanos : 0;
    }

    /** Whether it is the turn of one that gives way, though others are due. */
    boolean isTurn() {
        contested = (contested + 1) % oneIn;
        return contested == 0;
    }

    /** One that gives way leaves while that many others are in the plan. */
    void left(int others, long nowNanos) {
        double wanted = others * pollsPerSecond;
        double rate = Math.max(permitsPerSecond / oneIn, (permitsPerSecond - wanted) / 2);
        fromNanos = nowNanos + (long) (SECOND / rate);
        begun = true;
    }
}
