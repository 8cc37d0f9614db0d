package io.mpsbridge.poll;

import io.mpsbridge.input.InvalidSettingException;
import java.time.Duration;

/**
 * How tasks are asked about: the keys {@code poll.*}.
 *
 * @param minInterval no task is asked about more often
 * @param maxInterval the longest pause between two polls of a task under {@link Policy#BACKOFF}, and after errors
 * @param backoffFactor by what the pause grows from poll to poll
 */
public record PollSettings(Policy policy, Duration minInterval, Duration maxInterval, double backoffFactor) {

    /** {@code poll.policy}. */
    public enum Policy {
        ADAPTIVE,
        BACKOFF
    }

    public PollSettings {
        if (minInterval.isNegative() || minInterval.isZero()) {
            throw new InvalidSettingException("poll.min-interval", minInterval, "must be positive");
        }
        if (maxInterval.compareTo(minInterval) < 0) {
            throw new InvalidSettingException(
                    "poll.max-interval",
                    maxInterval,
                    "must not be shorter than poll.min-interval (" + minInterval + ")");
        }
        if (!(backoffFactor >= 1.0 && backoffFactor <= 10.0)) {
            throw new InvalidSettingException("poll.backoff-factor", backoffFactor, "must be from 1.0 to 10.0");
        }
    }
}
