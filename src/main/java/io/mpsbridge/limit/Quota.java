package io.mpsbridge.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When a request may leave: when a permit is there, a little after the request before, and while the lease on the quota
 * runs. Without a running lease another replica may own the quota already, so that nothing leaves. Only {@link #permits}
 * carry the promise that no second holds too many; pacing and guard merely hold requests back.
 *
 * <p>Not thread-safe, but for {@link #leaseRuns} and what {@link #sendCheck} returns. Times are nanoseconds of one
 * monotonic clock, compared by difference.
 */
public final class Quota {

    /**
     * The part of a round over which the permits of a replica are spread. With more, the requests that jitter has brought
     * close together wait for each other: at 20 permits and round trips from 0 to 120 ms, 0.9 costs 1.8 % of the share,
     * 0.5 costs 0.4 % (simulated).
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
     * @param wallMillis the wall clock: unlike the monotonic one it goes on while the machine is suspended
     */
    public Quota(Permits permits, LongSupplier wallMillis) {
        this.permits = permits;
        this.wallMillis = wallMillis;
        this.throttleBackoff = new ThrottleBackoff(permits.window());
        this.windowNanos = permits.window().toNanos();
    }

    /** Why nothing leaves, though tasks wait. */
    public enum Held {
        /** No partition is this replica's, and so no part of the quota: it stands by. */
        NO_SHARE,
        /** The broker has not answered for so long that another replica may have taken over. */
        NO_LEASE
    }

    /** What holds everything back for now, if anything does. */
    public Optional<Held> held(long nowNanos) {
        if (permits.share() == 0) {
            return Optional.of(Held.NO_SHARE);
        }
        return leaseRuns(nowNanos) ? Optional.empty() : Optional.of(Held.NO_LEASE);
    }

    /** How things stand at a moment, told on both clocks. */
    public QuotaStatus status(long nowNanos, Instant wall) {
        Lease current = lease;
        return new QuotaStatus(
                permits.share(),
                permits.count(),
                held(nowNanos).orElse(null),
                current == null ? null : wall.plusNanos(current.endNanos - nowNanos),
                Duration.ofNanos(throttleBackoff.extraNanos(nowNanos)).toMillis());
    }

    /** Sets how many permits are this replica's: {@link Permits#share(int, long)}. */
    public void share(int count, long nowNanos) {
        int changes = shareChanges + 1;
        shareChanges = changes;
        permits.share(count, nowNanos);
        pacer.begin(nowNanos);
    }

    /** How many permits are this replica's. */
    public int share() {
        return permits.share();
    }

    /** How many permits there are in all, for all replicas together. */
    public int limit() {
        return permits.count();
    }

    /** Nothing leaves once either clock has reached its end, until the ends are put off again. */
    public void leaseUntil(long endNanos, long wallEndMillis) {
        lease = new Lease(endNanos, wallEndMillis);
    }

    /** Whether requests may leave as far as the lease is concerned; from any thread. */
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
     * Whether a request that takes its permit now may still be written at a later moment, when its connection is there:
     * not once the lease has ended or the share was set again, for a connection can take longer than another replica
     * needs to take over. What is returned may be asked from any thread.
     */
    public LongPredicate sendCheck() {
        int then = shareChanges;
        return at -> shareChanges == then && leaseRuns(at);
    }

    /**
     * Takes a permit, for a request that is sent at once. Call only when {@link #waitNanos} is 0. The lease may have ended
     * since, by another thread or by the wall clock: whether it still runs is looked at when the request is {@linkplain
     * #sendCheck written}.
     */
    public void take(long nowNanos) {
        permits.take(nowNanos);
        pacer.left(nowNanos, (long) (SPREAD * (windowNanos + throttleBackoff.extraNanos(nowNanos)) / permits.share()));
    }

    /** The request of one taken permit was answered, failed, or was given up, at {@code nowNanos}. */
    public void giveBack(long nowNanos) {
        permits.giveBack(nowNanos);
    }

    /** The account is over its limit, said the answer to a request that was sent at {@code sentNanos}. */
    public void throttled(long sentNanos, long nowNanos) {
        throttleBackoff.throttled(sentNanos, nowNanos);
    }

    private record Lease(long endNanos, long wallEndMillis) {}
}
