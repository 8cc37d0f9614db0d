package io.mpsbridge.poll;

/** The plan for each {@code poll.policy}. */
public final class Plans {

    private Plans() {}

    public static <T> PollPlan<T> of(PollSettings settings) {
        return switch (settings.policy()) {
            case ADAPTIVE -> new AdaptivePlan<>(settings);
            case BACKOFF -> new BackoffPlan<>(settings);
        };
    }
}
