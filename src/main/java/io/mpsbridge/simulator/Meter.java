package io.mpsbridge.simulator;

/** Counts calls, and applies a limit to them. Not thread-safe. */
final class Meter {

    private final int limit;
    private final SlidingLimit sliding;
    private final PeakWindow peak = new PeakWindow();
    private long calls;
    private long refused;

    /** @param limit calls in any one-second window; 0: no limit */
    Meter(int limit) {
        this.limit = limit;
        this.sliding = new SlidingLimit(limit);
    }

    /** Whether the quota has room for a call, and takes it. */
    boolean admit(long nanos) {
        return sliding.admit(nanos);
    }

    /** Counts a call and returns the number of calls in the window that ends with it. */
    int count(long nanos, boolean overLimit) {
        calls++;
        refused += overLimit ? 1 : 0;
        return peak.arrived(nanos);
    }

    Arrivals.Totals totals(SimulatorTime time) {
        return new Arrivals.Totals(
                limit, calls, refused, peak.peak(), calls == 0 ? null : time.instant(peak.peakStart()));
    }
}
