package io.mpsbridge.pipeline;

import java.time.Instant;

/**
 * An answer as the circuit breaker sees it; nanoseconds are of one monotonic clock.
 *
 * @param seenAlive whether this process has found the task unfinished before
 * @param failingSinceNanos when the task's current streak of failures began
 * @param wall the same moment as {@code nowNanos}
 * @param suspects tasks in flight, without those that were failing on their own at the last good answer
 * @param witnessed whether tasks seen alive are waiting to be polled: they will tell if the account is wrong
 */
record Observation(
        HealthSignal evidence,
        String taskId,
        boolean seenAlive,
        long failingSinceNanos,
        long sentNanos,
        long nowNanos,
        Instant wall,
        int suspects,
        boolean witnessed) {}
