package io.mpsbridge.pipeline;

import io.mpsbridge.poll.PollPlan;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tasks that began to fail since the last good answer: if the service was the cause, their backoff is dropped, at most
 * once per streak of failures. Bounded: a task that does not fit keeps its backoff.
 */
final class RecentFailures {

    private static final int MOST = 10_000;

    private final Set<TrackedTask> failed = new LinkedHashSet<>();

    void add(TrackedTask task) {
        if (failed.size() < MOST) {
            failed.add(task);
        }
    }

    /** The service was not the cause. */
    void clear() {
        failed.clear();
    }

    /** The service was the cause: drops each backoff, unless that was done before in the same streak. */
    void resetBackoffs(PollPlan<TrackedTask> plan, long nowNanos) {
        for (TrackedTask task : failed) {
            FailureStreak streak = task.failureStreak();
            if (streak != null && !task.abandoned() && streak.firstReset()) {
                plan.resetBackoff(task.entry(), nowNanos);
            }
        }
        failed.clear();
    }
}
