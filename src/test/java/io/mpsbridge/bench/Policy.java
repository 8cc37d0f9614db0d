package io.mpsbridge.bench;

import io.mpsbridge.poll.Plans;
import io.mpsbridge.poll.PollPlan;
import io.mpsbridge.poll.PollSettings;
import java.time.Duration;
import java.util.function.Supplier;

/** A way to choose, by name. */
record Policy(String name, Supplier<PollPlan<Arrival>> plan) {

    static final Policy ADAPTIVE = adaptive(20);
    static final Policy BACKOFF = new Policy("backoff", () -> Plans.of(settings(PollSettings.Policy.BACKOFF), 20));
    static final Policy ROUND_ROBIN = fixed("round robin", Duration.ofSeconds(1));
    static final Policy FIXED_5S = fixed("fixed 5 s", Duration.ofSeconds(5));

    static Policy adaptive(int permitsPerSecond) {
        return new Policy("adaptive", () -> Plans.of(settings(PollSettings.Policy.ADAPTIVE), permitsPerSecond));
    }

    private static Policy fixed(String name, Duration pause) {
        return new Policy(name, () -> new FixedPausePlan<>(pause.toNanos()));
    }

    private static PollSettings settings(PollSettings.Policy policy) {
        return new PollSettings(policy, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);
    }
}
