package io.mpsbridge.simulator;

import java.time.Instant;
import java.util.Optional;

/**
 * Counts arriving {@code DescribeAigcImageTask} calls and applies the rate limit. Reads the clock under the lock, so
 * that the arrivals on all event loops form one ascending sequence.
 */
final class Arrivals {

    private static final int LONGEST_SLICE = SecondSeries.KEPT_SECONDS;

    private final SimulatorTime time;
    private final SlidingLimit limit;
    private final PeakWindow peak = new PeakWindow();
    private final SecondSeries series = new SecondSeries();
    private long calls;
    private long refused;

    Arrivals(SimulatorTime time, int limit) {
        this.time = time;
        this.limit = new SlidingLimit(limit);
    }

    /**
     * Counts one call. Every call counts for the peak, but only the account's own take from its quota.
     *
     * @param ofAccount whether the signature was valid
     */
    synchronized Arrival arrive(boolean ofAccount) {
        long nanos = time.nanos();
        boolean overLimit = ofAccount && !limit.admit(nanos);
        calls++;
        refused += overLimit ? 1 : 0;
        series.add((int) (nanos / SlidingLimit.WINDOW_NANOS), overLimit, peak.arrived(nanos));
        return new Arrival(nanos, overLimit);
    }

    synchronized Totals totals() {
        Optional<Instant> peakAt = calls == 0 ? Optional.empty() : Optional.of(time.instant(peak.peakStart()));
        return new Totals(calls, refused, peak.peak(), peakAt);
    }

    synchronized CallsPerSecond perSecond(int from, int limitSeconds) {
        int first = series.firstKept(from);
        SecondSeries.Slice slice = series.slice(first, Math.min(limitSeconds, LONGEST_SLICE));
        Instant firstTime = time.instant(first * SlidingLimit.WINDOW_NANOS);
        return new CallsPerSecond(first, firstTime, slice.calls(), slice.refused(), slice.peak());
    }

    /** @param nanos since the simulator's start */
    record Arrival(long nanos, boolean overLimit) {}

    record Totals(long calls, long refused, int peak, Optional<Instant> peakAt) {}
}
