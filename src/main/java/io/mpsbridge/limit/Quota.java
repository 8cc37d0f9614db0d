package io.mpsbridge.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a request may leave: when a permit is free, with some distance to the request before, and while the lease on the
 * quota runs. Without a lease another replica may already own the quota, so nothing leaves. Only {@link #permits}
 * guarantee the limit of each second; pacing and backoff merely delay requests.
 *
 * <p>Not thread-safe, except {@link #leaseRuns} and the result of {@link #sendCheck}. Times are nanoseconds of one
 * monotonic clock, compared by difference.
 */
public final class Quota {

    /**
     * The part of a round over which a replica's permits are spread. With more, requests that jitter has bunched wait
     * for each other: at 20 permits and round trips from 0 to 120 ms, 0.9 costs 1.8 % of the share, 0.5 costs 0.4 %
     * (simulated).
     */
    private static final double SPREAD = 0.5;

    private final Permits permits;
    private final Pacer pacer = new Pacer();
    private final ThrottleBackoff throttleBackoff;
    private final long windowNanos;
    private final LongSupplier wallMillis;
    private volatile @Nullable Lease lease;
    /** How often the share was set: written by the owner alone, read by any thread. */
    private volatile int shareChanges;

    /**
     * @param permits none of them this replica's yet
     * @param wallMillis the wall clock, which goes on while the machine is suspended, unlike the monotonic one
     */
    public Quota(Permits permits, LongSupplier wallMillis) {
        this.permits = permits;
        this.wallMillis = wallMillis;
        this.throttleBackoff = new ThrottleBackoff(permits.window());
        this.windowNanos = permits.window().toNanos();
    }

    /** Why nothing leaves, though tasks wait. */
    public enum Held {
        /** This replica owns no partition, and so no part of the quota: it stands by. */
        NO_SHARE,
        /** The broker has not answered for so long that another replica may have taken over. */
        NO_LEASE
    }

    /** What holds all requests, if anything does. */
    public Optional<Held> held(long nowNanos) {
        if (permits.share() == 0) {
            return Optional.of(Held.NO_SHARE);
        }
        return leaseRuns(nowNanos) ? Optional.empty() : Optional.of(Held.NO_LEASE);
    }

    /** A snapshot, in terms of both clocks. */
    public QuotaStatus status(long nowNanos, Instant wall) {
        Lease current = lease;
        return new QuotaStatus(
                permits.share(),
                permits.count(),
                held(nowNanos).orElse(null),
                current == null ? null : wall.plusNanos(current.endNanos - nowNanos),
                Duration.ofNanos(throttleBackoff.extraNanos(nowNanos)).toMillis());
    }

    /** Sets this replica's number of permits: {@link Permits#share(int, long)}. */
    public void share(int count, long nowNanos) {
        int changes = shareChanges + 1;
        shareChanges = changes;
        permits.share(count, nowNanos);
        pacer.begin(nowNanos);
    }

    /** This replica's permits. */
    public int share() {
        return permits.share();
    }

    /** All permits, of all replicas. */
    public int limit() {
        return permits.count();
    }

    /** Nothing leaves once either clock has reached its end, until both are extended. */
    public void leaseUntil(long endNanos, long wallEndMillis) {
        lease = new Lease(endNanos, wallEndMillis);
    }

    /** Whether the lease lets requests leave; from any thread. */
    public boolean leaseRuns(long nowNanos) {
        Lease current = lease;
        return current != null && current.endNanos - nowNanos > 0 && wallMillis.getAsLong() < current.wallEndMillis;
    }

    /** Nanoseconds until a request may leave: 0 if one may now, {@link Long#MAX_VALUE} if that takes an event. */
    public long waitNanos(long nowNanos) {
        if (!leaseRuns(nowNanos)) {
            return Long.MAX_VALUE;
        }
        permits.stretch(throttleBackoff.extraNanos(nowNanos));
        return Math.max(permits.waitNanos(nowNanos), pacer.waitNanos(nowNanos));
    }

    /**
     * Whether a request that takes its permit now may still be written once it is connected: not if the lease has ended
     * or the share was set again, since connecting can take longer than a takeover. The result may be called from any
     * thread.
     */
    public LongPredicate sendCheck() {
        int then = shareChanges;
        return at -> shareChanges == then && leaseRuns(at);
    }

    /**
     * Takes a permit, for a request that is sent at once. Call only when {@link #waitNanos} is 0. Another thread or the
     * wall clock may have ended the lease since: it is checked again when the request is {@linkplain #sendCheck
     * written}.
     */
    public void take(long nowNanos) {
        permits.take(nowNanos);
        pacer.left(nowNanos, (long) (SPREAD * (windowNanos + throttleBackoff.extraNanos(nowNanos)) / permits.share()));
    }

    /** The request of one taken permit was answered, failed, or was given up, at {@code nowNanos}. */
    public void giveBack(long nowNanos) {
        permits.giveBack(nowNanos);
    }

    /** The answer to a request sent at {@code sentNanos} reported that the account is over its limit. */
    public void throttled(long sentNanos, long nowNanos) {
        throttleBackoff.throttled(sentNanos, nowNanos);
    }

    private record Lease(long endNanos, long wallEndMillis) {}
}
