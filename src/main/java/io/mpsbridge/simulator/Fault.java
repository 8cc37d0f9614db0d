package io.mpsbridge.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault to inject into {@code DescribeAigcImageTask} calls.
 *
 * @param probability of hitting a call, from 0 to 1
 * @param times hits after which the fault ends
 * @param lasting time after which the fault ends
 * @param prefix hits only calls about task ids that begin with it; empty: all
 */
public record Fault(
        Effect effect, double probability, Optional<Long> times, Optional<Duration> lasting, String prefix) {

    public Fault {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability: must be from 0 to 1, not " + probability);
        }
        if (times.isPresent() && times.get() < 1) {
            throw new IllegalArgumentException("times: must be at least 1, not " + times.get());
        }
    }

    /** Hits every call until removed. */
    public static Fault of(Effect effect) {
        return new Fault(effect, 1, Optional.empty(), Optional.empty(), "");
    }

    public Fault withProbability(double newProbability) {
        return new Fault(effect, newProbability, times, lasting, prefix);
    }

    public Fault withTimes(long newTimes) {
        return new Fault(effect, probability, Optional.of(newTimes), lasting, prefix);
    }

    public Fault withLasting(Duration newLasting) {
        return new Fault(effect, probability, times, Optional.of(newLasting), prefix);
    }

    public Fault withPrefix(String newPrefix) {
        return new Fault(effect, probability, times, lasting, newPrefix);
    }
}
