package io.mpsbridge.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts arriving describing calls, all together and by account and action, and applies the limit of each. Reads the
 * clock under the lock, so that the arrivals on all event loops form one ascending sequence.
 */
final class Arrivals {

    private static final int LONGEST_SLICE = SecondSeries.KEPT_SECONDS;

    private final SimulatorTime time;
    private final Meter all = new Meter(0);
    private final Map<AccountAction, Meter> byAction = new HashMap<>();
    private final SecondSeries series = new SecondSeries();

    Arrivals(SimulatorTime time, List<AccountAction> actions, RateLimits limits) {
        this.time = time;
        actions.forEach(action -> byAction.put(action, new Meter(limits.of(action.kind()))));
    }

    /**
     * Counts one call. Every call that names an account counts for the account's peak, but only its own take from its
     * quota.
     *
     * @param ofAccount whether the signature was valid
     */
    synchronized Arrival arrive(AccountAction action, boolean ofAccount) {
        long nanos = time.nanos();
        Meter own = byAction.get(action);
        boolean overLimit = own != null && ofAccount && !own.admit(nanos);
        if (own != null) {
            own.count(nanos, overLimit);
        }
        int window = all.count(nanos, overLimit);
        series.add((int) (nanos / SlidingLimit.WINDOW_NANOS), overLimit, window);
        return new Arrival(nanos, overLimit);
    }

    synchronized Totals totals() {
        return all.totals(time);
    }

    /** @throws IllegalArgumentException if no account of that name calls */
    synchronized Totals totals(AccountAction action) {
        Meter own = byAction.get(action);
        if (own == null) {
            throw new IllegalArgumentException("nobody can call " + action);
        }
        return own.totals(time);
    }

    synchronized CallsPerSecond perSecond(int from, int limitSeconds) {
        int first = series.firstKept(from);
        SecondSeries.Slice slice = series.slice(first, Math.min(limitSeconds, LONGEST_SLICE));
        Instant firstTime = time.instant(first * SlidingLimit.WINDOW_NANOS);
        return new CallsPerSecond(first, firstTime, slice.calls(), slice.refused(), slice.peak());
    }

    /** @param nanos since the simulator's start */
    record Arrival(long nanos, boolean overLimit) {}

    /**
     * The calls so far.
     *
     * @param limit 0: none
     * @param peakAt when the first window with the most calls began; null before any call
     */
    record Totals(
            int limit,
            long calls,
            long refused,
            int peak,
            @Nullable Instant peakAt) {}
}
