package io.mpsbridge.poll;

/** The plan for each {@code poll.policy}. */
public final class Plans {

    private Plans() {}

    public static <T> PollPlan<T> of(PollSettings settings) {
        return switch (settings.policy()) {
            case ADAPTIVE -> {
                Durations durations = new Durations(settings);
                yield new Lanes<>(new AdaptivePlan<>(settings, durations), new AdaptivePlan<>(settings, durations));
            }
            case BACKOFF -> new Lanes<>(new BackoffPlan<>(settings), new BackoffPlan<>(settings));
        };
    }
}
