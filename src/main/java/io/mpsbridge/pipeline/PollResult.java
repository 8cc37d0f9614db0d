package io.mpsbridge.pipeline;

import io.mpsbridge.task.Verdict;

/**
 * One poll, its answer, and the circumstances when it came.
 *
 * @param sentNanos when the request was sent
 * @param nowNanos when its answer came
 * @param held whether polling is held: then the answer does not count against the task
 * @param activeNanos monotonic nanoseconds, stopped while polling is held
 */
record PollResult(TrackedTask task, Verdict verdict, long sentNanos, long nowNanos, boolean held, long activeNanos) {}
