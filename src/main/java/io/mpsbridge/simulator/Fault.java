package io.mpsbridge.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault to inject into calls that ask about a task.
 *
 * @param probability of hitting a call, from 0 to 1
 * @param times hits after which the fault ends
 * @param lasting time after which the fault ends
 * @param target the calls that it can hit
 */
public record Fault(
        Effect effect, double probability, Optional<Long> times, Optional<Duration> lasting, Target target) {

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
        return new Fault(effect, 1, Optional.empty(), Optional.empty(), Target.ALL);
    }

    public Fault withProbability(double newProbability) {
        return new Fault(effect, newProbability, times, lasting, target);
    }

    public Fault withTimes(long newTimes) {
        return new Fault(effect, probability, Optional.of(newTimes), lasting, target);
    }

    public Fault withLasting(Duration newLasting) {
        return new Fault(effect, probability, times, Optional.of(newLasting), target);
    }

    /** Hits only calls about task ids that begin with the prefix. */
    public Fault withPrefix(String prefix) {
        return withTarget(new Target(prefix, target.account(), target.kind()));
    }

    /** Hits only calls that name the account. */
    public Fault withAccount(String name) {
        return withTarget(new Target(target.prefix(), Optional.of(name), target.kind()));
    }

    /** Hits only calls about tasks of the kind. */
    public Fault withKind(Kind kind) {
        return withTarget(new Target(target.prefix(), target.account(), Optional.of(kind)));
    }

    private Fault withTarget(Target newTarget) {
        return new Fault(effect, probability, times, lasting, newTarget);
    }
}
