package io.mpsbridge.poll;

import java.util.function.Supplier;

/** The plan for each {@code poll.policy}. */
public final class Plans {

    private Plans() {}

    /**
     * A plan without tasks.
     *
     * @param permitsPerSecond what the quota has
     */
    public static <T> PollPlan<T> of(PollSettings settings, int permitsPerSecond) {
        TaskTimes times = new TaskTimes(settings);
        Supplier<PolicyPlan<T>> policy = switch (settings.policy()) {
            case ADAPTIVE -> () -> new AdaptivePlan<>(settings, times);
            case BACKOFF -> () -> new BackoffPlan<>(settings);
        };
        Supplier<PollPlan<T>> plan =
                () -> new HintedFirstPlan<>(policy.get(), permitsPerSecond, settings.minInterval());
        PollPlan<T> lanes = new LiveFirstPlan<>(plan.get(), plan.get(), permitsPerSecond, settings.minInterval());
        return new FailingLastPlan<>(lanes, new ExponentialBackoff(settings), permitsPerSecond, settings.minInterval());
    }
}
