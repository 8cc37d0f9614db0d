package io.mpsbridge.pipeline;

import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Which task to probe while polling is held: every other time the newest that was never polled, in between by turns a
 * task seen alive, which certainly belongs to this account, and one of the rest; within a kind, the least recently
 * polled, whatever its backoff. The newest, because a thousand ids of another account may have come just before valid
 * ones.
 */
final class ProbeSelector {

    private static final int NEWEST = 50;
    private static final int TURNS = 4;

    private final PollPlan<TrackedTask> plan;
    private final long minInterval;
    private final Deque<TrackedTask> newest = new ArrayDeque<>();
    private int turn;

    ProbeSelector(PollPlan<TrackedTask> plan, long minInterval) {
        this.plan = plan;
        this.minInterval = minInterval;
    }

    /** A task was taken in. */
    void added(TrackedTask task) {
        if (newest.size() == NEWEST) {
            newest.removeFirst();
        }
        newest.addLast(task);
    }

    /** Nanoseconds until there is a task to probe, {@link Long#MAX_VALUE} if that takes an event. */
    long waitNanos(long nowNanos) {
        return Math.max(
                0,
                Math.min(
                        restOf(plan.leastRecentlyPolled(true), nowNanos),
                        restOf(plan.leastRecentlyPolled(false), nowNanos)));
    }

    /** Takes the task out of the plan. Call only when {@link #waitNanos} is 0. */
    TrackedTask take(long nowNanos) {
        for (int tried = 0; tried < TURNS; tried++) {
            turn = (turn + 1) % TURNS;
            PlanEntry<TrackedTask> entry = turn % 2 == 1 ? newest(nowNanos) : plan.leastRecentlyPolled(turn == 0);
            if (entry != null && restOf(entry, nowNanos) <= 0) {
                plan.remove(entry);
                return entry.payload();
            }
        }
        throw new IllegalStateException("no task can be asked about");
    }

    private @Nullable PlanEntry<TrackedTask> newest(long nowNanos) {
        while (!newest.isEmpty()) {
            TrackedTask task = newest.getLast();
            if (!task.abandoned() && task.polls() == 0 && task.entry().isWaiting()) {
                return restOf(task.entry(), nowNanos) <= 0 ? newest.removeLast().entry() : null;
            }
            newest.removeLast();
        }
        return null;
    }

    private long restOf(@Nullable PlanEntry<TrackedTask> entry, long nowNanos) {
        return entry == null ? Long.MAX_VALUE : entry.lastPolledNanos() + minInterval - nowNanos;
    }
}
