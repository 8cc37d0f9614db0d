package io.mpsbridge.poll;

/** The plan for each {@code poll.policy}. */
public final class Plans {

    private Plans() {}

    public static <T> PollPlan<T> of(PollSettings settings) {
        return switch (settings.policy()) {
            case ADAPTIVE -> new Lanes<>(new AdaptivePlan<>(settings), new AdaptivePlan<>(settings));
            case BACKOFF -> new Lanes<>(new BackoffPlan<>(settings), new BackoffPlan<>(settings));
        };
    }
}
