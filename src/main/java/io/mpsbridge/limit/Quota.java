package io.mpsbridge.limit;

import java.util.Optional;

/**
 * When a request may leave: when a permit is there, and while the lease on the quota runs. Without a running lease another
 * replica may own the quota already, so that nothing leaves. Not thread-safe.
 *
 * <p>Times are nanoseconds of one monotonic clock, compared by difference.
 */
public final class Quota {

    private final Permits permits;
    private boolean leased;
    private long leaseEnd;

    /** @param permits none of them this replica's yet */
    public Quota(Permits permits) {
        this.permits = permits;
    }

    /** Why nothing leaves, though tasks wait. */
    public enum Held {
        /** No partition is this replica's, and so no part of the quota: it stands by. */
        NO_SHARE,
        /** The broker has not answered for so long that another replica may have taken over. */
        NO_LEASE
    }

    /** What holds everything back for now, if anything does. */
    public Optional<Held> held(long now) {
        if (permits.share() == 0) {
            return Optional.of(Held.NO_SHARE);
        }
        return leaseRuns(now) ? Optional.empty() : Optional.of(Held.NO_LEASE);
    }

    /** Sets how many permits are this replica's: {@link Permits#share(int, long)}. */
    public void share(int count, long now) {
        permits.share(count, now);
    }

    /** How many permits are this replica's. */
    public int share() {
        return permits.share();
    }

    /** Nothing leaves from {@code end} on, until it is put off again. */
    public void leaseUntil(long end) {
        leased = true;
        leaseEnd = end;
    }

    /** Nanoseconds until a request may leave: 0 if one may now, {@link Long#MAX_VALUE} if that takes an event. */
    public long waitNanos(long now) {
        return leaseRuns(now) ? permits.waitNanos(now) : Long.MAX_VALUE;
    }

    /** Takes a permit, for a request that is sent at once. Call only when {@link #waitNanos} is 0. */
    public void take(long now) {
        if (!leaseRuns(now)) {
            throw new IllegalStateException("the lease has ended");
        }
        permits.take(now);
    }

    /** The request of one taken permit was answered, failed, or was given up, at {@code now}. */
    public void giveBack(long now) {
        permits.giveBack(now);
    }

    private boolean leaseRuns(long now) {
        return leased && leaseEnd - now > 0;
    }
}
