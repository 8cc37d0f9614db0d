package io.mpsbridge.pipeline;

import java.time.Instant;

/**
 * An answer as the circuit breaker sees it; nanoseconds are of one monotonic clock.
 *
 * @param seenAlive whether this process has found the task unfinished before
 * @param failingSince when the first of the answers came that failed for this task in a row
 * @param wall the same moment as {@code nowNanos}
 * @param suspects tasks in flight, but for those that were in trouble of their own at the last good answer
 */
record Observation(
        Evidence evidence,
        String taskId,
        boolean seenAlive,
        long failingSince,
        long sentNanos,
        long nowNanos,
        Instant wall,
        int suspects) {}
