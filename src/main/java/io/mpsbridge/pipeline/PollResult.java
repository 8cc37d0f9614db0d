package io.mpsbridge.pipeline;

import io.mpsbridge.task.Verdict;

/**
 * One poll, what it said, and how things stood when its answer came.
 *
 * @param sentNanos when the request was sent
 * @param nowNanos when its answer came
 * @param held whether polling is held: then the answer is not the task's doing
 * @param activeNanos a clock that stands still while it is, in nanoseconds
 */
record PollResult(TrackedTask task, Verdict verdict, long sentNanos, long nowNanos, boolean held, long activeNanos) {}
