package io.mpsbridge.limit;

import java.time.Duration;

/**
 * How much longer than the window a permit rests because others use the account too. A throttled answer raises it, at
 * first to a quarter of a window and then twofold, up to nine windows, which is a tenth of the quota; every window without
 * one takes a tenth off, until nothing worth mentioning is left. Of the requests that were under way when it was raised,
 * none raises it again: they say nothing about whether that was enough. Pure arithmetic, not thread-safe.
 */
final class ThrottleBackoff {

    private final long window;
    private final long least;
    private final long first;
    private final long most;

    private long extra;
    private long raisedAt;
    private long steppedAt;

    ThrottleBackoff(Duration window) {
        this.window = window.toNanos();
        this.least = this.window / 100;
        this.first = this.window / 4;
        this.most = 9 * this.window;
    }

    /** Nanoseconds by which permits rest longer now. */
    long extra(long now) {
        while (extra > 0 && now - steppedAt >= window) {
            steppedAt += window;
            extra -= extra / 10;
            if (extra < least) {
                extra = 0;
            }
        }
        return extra;
    }

    /** A request that was sent at {@code sentAt} has been refused because there were too many. */
    void throttled(long sentAt, long now) {
        long before = extra(now);
        if (before > 0 && sentAt - raisedAt < 0) {
            return;
        }
        extra = Math.min(most, Math.max(first, 2 * before));
        raisedAt = now;
        steppedAt = now;
    }
}
