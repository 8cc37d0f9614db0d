package io.mpsbridge.limit;

import java.time.Duration;

/**
 * The quota as a fixed number of permits: a request takes one, and the permit is back one window after the answer to
 * that request. Pure arithmetic: it never waits and reads no clock. Not thread-safe.
 *
 * <p><b>Why no window ever holds more than {@code count} requests.</b> The server counts a request at one moment
 * {@code c} between its sending {@code s} and its answer {@code a}: {@code s <= c <= a}. Follow one permit through the
 * requests that used it. The next request with it is sent no earlier than {@code a + window}, so that it is counted at
 * {@code c' >= s' >= a + window >= c + window}: a half-open interval of one window's length holds at most one count per
 * permit, and there are {@code count} permits. Nothing is assumed about latency, jitter, order or stalls, on either way.
 *
 * <p><b>What is assumed.</b> A request without an answer is given back when it is given up; the server must have counted
 * it by then, or never does. The server's clock and ours run alike to within the round trip's share of a window. What
 * others send on the same account is not known here.
 *
 * <p><b>What it costs.</b> A permit makes one round per window and round trip, so that a saturated client sends
 * {@code count / (window + round trip)}: 99 % of the quota at 10 ms and a window of one second.
 *
 * <p>Times are nanoseconds of one monotonic clock, compared by difference, and never go back from call to call.
 */
public final class Permits {

    private final long window;
    /** When each resting permit is back, in the order of their answers. */
    private final long[] backAt;

    private int first;
    private int resting;
    private int free;
    private int out;

    /**
     * @param window how long the server counts a request; one second but for accelerated runs
     */
    public Permits(int count, Duration window) {
        if (count < 1) {
            throw new IllegalArgumentException("there must be at least one permit, not " + count);
        }
        this.window = window.toNanos();
        this.backAt = new long[count];
    }

    /** All permits are spent as of {@code now}: nobody knows what was sent before. Call once, before anything else. */
    public void start(long now) {
        if (free + resting + out > 0) {
            throw new IllegalStateException("the permits have been started before");
        }
        for (int i = 0; i < backAt.length; i++) {
            rest(now);
        }
    }

    /** Nanoseconds until a permit may be taken: 0 if one may be now, {@link Long#MAX_VALUE} while all are out. */
    public long waitNanos(long now) {
        collect(now);
        if (free > 0) {
            return 0;
        }
        return resting > 0 ? backAt[first] - now : Long.MAX_VALUE;
    }

    /** Takes a permit, for a request that is sent at once. Call only when {@link #waitNanos} is 0. */
    public void take(long now) {
        if (waitNanos(now) > 0) {
            throw new IllegalStateException("no permit is free");
        }
        free--;
        out++;
    }

    /** The request of one taken permit was answered, failed, or was given up, at {@code now}. */
    public void giveBack(long now) {
        if (out == 0) {
            throw new IllegalStateException("no permit is out");
        }
        out--;
        rest(now);
    }

    /** Permits whose request has no answer yet. */
    public int out() {
        return out;
    }

    private void rest(long now) {
        backAt[(first + resting) % backAt.length] = now + window;
        resting++;
    }

    private void collect(long now) {
        while (resting > 0 && backAt[first] - now <= 0) {
            first = (first + 1) % backAt.length;
            resting--;
            free++;
        }
    }
}
