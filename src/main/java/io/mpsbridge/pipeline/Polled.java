package io.mpsbridge.pipeline;

import io.mpsbridge.task.Verdict;
import java.time.Instant;

/**
 * One poll and what it said.
 *
 * @param sentAt just before the request was sent
 * @param sentNanos the same on the monotonic clock
 */
record Polled(Watch watch, Instant sentAt, long sentNanos, Verdict verdict) {}
