package io.mpsbridge.pipeline;

import io.mpsbridge.input.InvalidSettingException;
import io.mpsbridge.task.Times;
import java.time.Duration;

/**
 * When a task is given up: the keys {@code bridge.task-timeout}, {@code bridge.max-task-age} and
 * {@code bridge.not-found-grace}.
 *
 * @param taskTimeout the deadline, counted from the task's creation, if the event names none
 * @param maxTaskAge older records are answered RESULT_EXPIRED without a call
 * @param notFoundGrace how long a task may be unknown to MPS, counted from the first not-found
 */
public record PipelineSettings(Duration taskTimeout, Duration maxTaskAge, Duration notFoundGrace) {
    public PipelineSettings {
        requirePositive("bridge.task-timeout", taskTimeout);
        requirePositive("bridge.max-task-age", maxTaskAge);
        if (notFoundGrace.isNegative()) {
            throw new InvalidSettingException("bridge.not-found-grace", notFoundGrace, "must not be negative");
        }
    }

    /** Saturated, and small enough to add to a monotonic time. */
    long maxTaskAgeNanos() {
        return Math.min(Long.MAX_VALUE / 4, Times.nanos(maxTaskAge));
    }

    private static void requirePositive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new InvalidSettingException(key, value, "must be positive");
        }
    }
}
