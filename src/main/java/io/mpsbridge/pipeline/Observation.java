package io.mpsbridge.pipeline;

import java.time.Instant;

/**
 * An answer as the circuit breaker sees it; nanoseconds are of one monotonic clock.
 *
 * @param seenAlive whether this process has found the task unfinished before
 * @param failingSinceNanos when the first of the answers came that failed for this task in a row
 * @param wall the same moment as {@code nowNanos}
 * @param suspects tasks in flight, but for those that were in trouble of their own at the last good answer
 * @param witnessed whether tasks that were seen alive wait to be asked about: they will tell if the account is wrong
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
