package io.mpsbridge.poll;

/** The plan for each {@code poll.policy}. */
public final class Plans {

    private Plans() {}

    /**
     * A plan without tasks.
     *
     * @param permitsPerSecond what the quota has
     */
    public static <T> PollPlan<T> of(PollSettings settings, int permitsPerSecond) {
        return switch (settings.policy()) {
            case ADAPTIVE -> {
                Durations durations = new Durations(settings);
                yield new Lanes<>(
                        new AdaptivePlan<>(settings, durations),
                        new AdaptivePlan<>(settings, durations),
                        permitsPerSecond,
                        settings.minInterval());
            }
            case BACKOFF ->
                new Lanes<>(
                        new BackoffPlan<>(settings),
                        new BackoffPlan<>(settings),
                        permitsPerSecond,
                        settings.minInterval());
        };
    }
}
