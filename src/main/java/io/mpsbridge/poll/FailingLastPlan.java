package io.mpsbridge.poll;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan with a place behind it for tasks in trouble of their own, so that they cost the others next to nothing: one
 * turn in fifteen while others are due. Theirs is exponential backoff; the first good answer brings a task back into
 * the plan.
 *
 * <p>A failure that may be the service's puts a task there only if it follows two others: where one answer in five
 * fails at random, all tasks would end up behind otherwise, and wait there for a fifteenth of the quota.
 */
final class FailingLastPlan<T> implements PollPlan<T> {

    private static final int ONE_IN = 15;

    private final PollPlan<T> plan;
    private final EntryHeap<T> due = new EntryHeap<>(EntryHeap.Slot.DUE);
    private final LeastRecentlyPolled<T> waiting = new LeastRecentlyPolled<>();
    private final ExponentialBackoff backoff;
    private final LowPriorityPacer pacer;

    FailingLastPlan(PollPlan<T> plan, ExponentialBackoff backoff, double permitsPerSecond, Duration minInterval) {
        this.plan = plan;
        this.backoff = backoff;
        this.pacer = new LowPriorityPacer(ONE_IN, permitsPerSecond, minInterval);
    }

    @Override
    public void add(PlanEntry<T> entry, long nowNanos) {
        plan.add(entry, nowNanos);
    }

    @Override
    public long waitNanos(long nowNanos) {
        long others = plan.waitNanos(nowNanos);
        if (due.isEmpty()) {
            return others;
        }
        return Math.min(others, Math.max(0, Math.max(pacer.waitNanos(others, nowNanos), dueIn(nowNanos))));
    }

    @Override
    public PlanEntry<T> take(long nowNanos) {
        boolean othersDue = plan.waitNanos(nowNanos) == 0;
        boolean failingDue = dueIn(nowNanos) <= 0;
        if (othersDue && !(failingDue && pacer.isTurn())) {
            return plan.take(nowNanos);
        }
        if (!failingDue) {
            throw new IllegalStateException("no task is due");
        }
        pacer.left(plan.size(), nowNanos);
        PlanEntry<T> first = due.first();
        removeFailing(first);
        return first;
    }

    @Override
    public @Nullable PlanEntry<T> leastRecentlyPolled(boolean seenAlive) {
        return LeastRecentlyPolled.earlier(plan.leastRecentlyPolled(seenAlive), waiting.first(seenAlive));
    }

    @Override
    public void unfinished(PlanEntry<T> entry, Phase phase, long sentNanos, long nowNanos) {
        plan.unfinished(entry, phase, sentNanos, nowNanos);
    }

    @Override
    public void failed(PlanEntry<T> entry, Failure failure, long nowNanos) {
        if (!entry.deprioritized && entry.failures < failure.toleratedFailures()) {
            plan.failed(entry, failure, nowNanos);
            return;
        }
        entry.failed(nowNanos, failure, backoff);
        entry.deprioritized = true;
        putFailing(entry);
    }

    @Override
    public void returned(PlanEntry<T> entry, long nowNanos) {
        if (entry.deprioritized) {
            putFailing(entry);
        } else {
            plan.returned(entry, nowNanos);
        }
    }

    /** A task in trouble stays behind the others; its pause ends. */
    @Override
    public void hint(PlanEntry<T> entry, long nowNanos) {
        if (!entry.deprioritized) {
            plan.hint(entry, nowNanos);
            return;
        }
        long soonest = entry.soonest(nowNanos, backoff.minNanos());
        if (due.contains(entry) && entry.dueNanos - soonest > 0) {
            entry.dueNanos = soonest;
            due.move(entry.place(EntryHeap.Slot.DUE), soonest);
        }
    }

    @Override
    public void resetBackoff(PlanEntry<T> entry, long nowNanos) {
        if (!removeFailing(entry)) {
            plan.resetBackoff(entry, nowNanos);
            return;
        }
        entry.resetBackoff(nowNanos, backoff.minNanos());
        plan.returned(entry, nowNanos);
    }

    @Override
    public void ended(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        plan.ended(entry, sentNanos, nowNanos);
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        plan.learn(taskClass, unfinishedAge, endedAge);
    }

    @Override
    public void deadline(PlanEntry<T> entry, long deadlineNanos) {
        plan.deadline(entry, deadlineNanos);
    }

    @Override
    public List<QueueStatus> queues() {
        return plan.queues();
    }

    @Override
    public QueuePosition position(PlanEntry<T> entry, long nowNanos) {
        return plan.position(entry, nowNanos);
    }

    @Override
    public boolean remove(PlanEntry<T> entry) {
        boolean wasFailing = removeFailing(entry);
        return plan.remove(entry) || wasFailing;
    }

    @Override
    public int size() {
        return plan.size() + due.size();
    }

    @Override
    public long longestUnpolledNanos(long nowNanos) {
        return Math.max(plan.longestUnpolledNanos(nowNanos), waiting.unpolledNanos(nowNanos));
    }

    private long dueIn(long nowNanos) {
        return due.isEmpty() ? Long.MAX_VALUE : due.firstTime() - nowNanos;
    }

    private void putFailing(PlanEntry<T> entry) {
        due.add(entry, entry.dueNanos);
        waiting.add(entry);
    }

    private boolean removeFailing(PlanEntry<T> entry) {
        return entry.deprioritized && due.remove(entry) && waiting.remove(entry);
    }
}
