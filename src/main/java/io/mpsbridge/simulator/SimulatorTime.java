package io.mpsbridge.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The simulator's time: nanoseconds since its start on the monotonic clock for measuring, and wall-clock time for
 * judging timestamps. Both are tied together once, at the start, so that a step of the wall clock does not distort
 * measured delays.
 */
final class SimulatorTime {

    private final InstantSource wall;
    private final LongSupplier monotonic;
    private final Instant startedAt;
    private final long startNanos;

    SimulatorTime(InstantSource wall, LongSupplier monotonic) {
        this.wall = wall;
        this.monotonic = monotonic;
        this.startedAt = wall.instant();
        this.startNanos = monotonic.getAsLong();
    }

    long nanos() {
        return monotonic.getAsLong() - startNanos;
    }

    Instant wallNow() {
        return wall.instant();
    }

    Instant instant(long nanos) {
        return startedAt.plusNanos(nanos);
    }

    /** @throws ArithmeticException beyond 292 years from the start */
    long nanos(Instant instant) {
        return Duration.between(startedAt, instant).toNanos();
    }
}
