package io.mpsbridge.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault to be put into {@code DescribeAigcImageTask} calls.
 *
 * @param probability with which a call is hit, from 0 to 1
 * @param times after how many hits the fault ends by itself
 * @param lasting how long after it was added the fault ends by itself
 * @param prefix only calls about tasks whose id begins so are hit; empty: all
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

    /** On every call, until it is taken away. */
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
