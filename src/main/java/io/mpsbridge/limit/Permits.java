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
 * permit, and there are {@code count} permits. Nothing is assumed about latency, jitter, order or stalls, on either
 * way.
 *
 * <p><b>What is assumed.</b> A request without an answer is given back when it is given up; the server must have
 * counted it by then, or never does. The server's clock and ours run alike to within the round trip's share of a
 * window. What others send on the same account is not known here.
 *
 * <p>A permit may rest longer, never shorter: {@link #stretch}.
 *
 * <p><b>What it costs.</b> A permit makes one round per window and round trip, so that a saturated client sends
 * {@code count / (window + round trip)}: 99 % of the quota at 10 ms and a window of one second.
 *
 * <p>Times are nanoseconds of one monotonic clock, compared by difference, and never go back from call to call.
 */
public final class Permits {

    private final long windowNanos;
    /** When each resting permit may be taken again, in the order of their answers. */
    private final long[] readyNanos;

    private long extraNanos;
    private int share;
    private int first;
    private int resting;
    private int free;
    private int inFlight;

    /** @param window how long the server counts a request; one second but for accelerated runs */
    public Permits(int count, Duration window) {
        if (count < 1) {
            throw new IllegalArgumentException("there must be at least one permit, not " + count);
        }
        this.windowNanos = window.toNanos();
        this.readyNanos = new long[count];
    }

    /**
     * Sets this replica's number of permits; initially none. New permits count as spent at {@code nowNanos}, since
     * nobody here knows what was sent with them before; lost ones go at once if free or resting, else with the answer
     * to their request.
     *
     * @throws IllegalArgumentException if there are not so many
     */
    public void share(int permits, long nowNanos) {
        if (permits < 0 || permits > readyNanos.length) {
            throw new IllegalArgumentException("there are " + readyNanos.length + " permits, not " + permits);
        }
        share = permits;
        collect(nowNanos);
        while (held() > share && free > 0) {
            free--;
        }
        while (held() > share && resting > 0) {
            resting--;
        }
        while (held() < share) {
            rest(nowNanos);
        }
    }

    /** This replica's permits. */
    public int share() {
        return share;
    }

    /** All permits, of all replicas. */
    public int count() {
        return readyNanos.length;
    }

    /** How long the server counts a request. */
    Duration window() {
        return Duration.ofNanos(windowNanos);
    }

    /**
     * From now on every permit, including those resting, rests this much longer than the window.
     *
     * @param nanos at least 0
     */
    void stretch(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("a permit cannot rest for less than the window");
        }
        extraNanos = nanos;
    }

    /** Nanoseconds until a permit may be taken: 0 if one may be now, {@link Long#MAX_VALUE} while all are out. */
    public long waitNanos(long nowNanos) {
        collect(nowNanos);
        if (free > 0) {
            return 0;
        }
        return resting > 0 ? readyNanos[first] + extraNanos - nowNanos : Long.MAX_VALUE;
    }

    /** Takes a permit, for a request that is sent at once. Call only when {@link #waitNanos} is 0. */
    public void take(long nowNanos) {
        if (waitNanos(nowNanos) > 0) {
            throw new IllegalStateException("no permit is free");
        }
        free--;
        inFlight++;
    }

    /** The request of one taken permit was answered, failed, or was given up, at {@code nowNanos}. */
    public void giveBack(long nowNanos) {
        if (inFlight == 0) {
            throw new IllegalStateException("no permit is out");
        }
        inFlight--;
        if (held() < share) {
            rest(nowNanos);
        }
    }

    /** Permits whose request has no answer yet. */
    public int inFlight() {
        return inFlight;
    }

    private int held() {
        return free + resting + inFlight;
    }

    private void rest(long nowNanos) {
        readyNanos[(first + resting) % readyNanos.length] = nowNanos + windowNanos;
        resting++;
    }

    private void collect(long nowNanos) {
        while (resting > 0 && readyNanos[first] + extraNanos - nowNanos <= 0) {
            first = (first + 1) % readyNanos.length;
            resting--;
            free++;
        }
    }
}
