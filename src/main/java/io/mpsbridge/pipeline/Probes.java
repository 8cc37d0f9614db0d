package io.mpsbridge.pipeline;

import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Whom probes ask about while polling is held: every other time the newest that was never asked about, in between by turns
 * a task seen alive, which certainly is one of this account, and one of the rest; of a kind the one that was not asked
 * about for longest, whatever its backoff. The newest, since a thousand ids of another account may have come just before
 * those that live.
 */
final class Probes {

    private static final int NEWEST = 50;
    private static final int TURNS = 4;

    private final PollPlan<TrackedTask> plan;
    private final long minInterval;
    private final Deque<TrackedTask> newest = new ArrayDeque<>();
    private int turn;

    Probes(PollPlan<TrackedTask> plan, long minInterval) {
        this.plan = plan;
        this.minInterval = minInterval;
    }

    /** A task was taken in. */
    void added(TrackedTask watch) {
        if (newest.size() == NEWEST) {
            newest.removeFirst();
        }
        newest.addLast(watch);
    }

    /** Nanoseconds until there is a task to ask about, {@link Long#MAX_VALUE} if that takes an event. */
    long waitNanos(long now) {
        return Math.max(0, Math.min(restOf(plan.longestSilent(true), now), restOf(plan.longestSilent(false), now)));
    }

    /** Takes the task out of the plan. Call only when {@link #waitNanos} is 0. */
    TrackedTask take(long now) {
        for (int tried = 0; tried < TURNS; tried++) {
            turn = (turn + 1) % TURNS;
            PlanEntry<TrackedTask> entry = turn % 2 == 1 ? newest(now) : plan.longestSilent(turn == 0);
            if (entry != null && restOf(entry, now) <= 0) {
                plan.remove(entry);
                return entry.payload();
            }
        }
        throw new IllegalStateException("no task can be asked about");
    }

    private @Nullable PlanEntry<TrackedTask> newest(long now) {
        while (!newest.isEmpty()) {
            TrackedTask watch = newest.getLast();
            if (!watch.abandoned() && watch.polls() == 0 && watch.entry().isWaiting()) {
                return restOf(watch.entry(), now) <= 0 ? newest.removeLast().entry() : null;
            }
            newest.removeLast();
        }
        return null;
    }

    private long restOf(@Nullable PlanEntry<TrackedTask> entry, long now) {
        return entry == null ? Long.MAX_VALUE : entry.askedAt() + minInterval - now;
    }
}
