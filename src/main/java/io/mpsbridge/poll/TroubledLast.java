package io.mpsbridge.poll;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A plan with a place behind it for tasks in trouble of their own, so that they cost the others next to nothing: one turn
 * in fifteen while others are due. Theirs is exponential backoff; the first good answer brings a task back into the plan.
 *
 * <p>A failure that may be the service's puts a task there only if it follows two others: where one answer in five fails at
 * random, all tasks would end up behind otherwise, and wait there for a fifteenth of the quota.
 */
final class TroubledLast<T> implements PollPlan<T> {

    private static final int ONE_IN = 15;

    private final PollPlan<T> plan;
    private final EntryHeap<T> due = new EntryHeap<>(EntryHeap.Slot.DUE);
    private final Silence<T> silence = new Silence<>();
    private final Pauses pauses;
    private final Precedence precedence;

    TroubledLast(PollPlan<T> plan, Pauses pauses, double permitsPerSecond, Duration minInterval) {
        this.plan = plan;
        this.pauses = pauses;
        this.precedence = new Precedence(ONE_IN, permitsPerSecond, minInterval);
    }

    @Override
    public void add(PlanEntry<T> entry, long now) {
        plan.add(entry, now);
    }

    @Override
    public long waitNanos(long now) {
        long others = plan.waitNanos(now);
        if (due.isEmpty()) {
            return others;
        }
        return Math.min(others, Math.max(0, Math.max(precedence.waitNanos(others, now), dueIn(now))));
    }

    @Override
    public PlanEntry<T> take(long now) {
        boolean othersDue = plan.waitNanos(now) == 0;
        boolean behindDue = dueIn(now) <= 0;
        if (othersDue && !(behindDue && precedence.isTurn())) {
            return plan.take(now);
        }
        if (!behindDue) {
            throw new IllegalStateException("no task is due");
        }
        precedence.left(plan.size(), now);
        PlanEntry<T> first = due.first();
        removeBehind(first);
        return first;
    }

    @Override
    public @Nullable PlanEntry<T> longestSilent(boolean seenAlive) {
        return Silence.longer(plan.longestSilent(seenAlive), silence.longest(seenAlive));
    }

    @Override
    public void unfinished(PlanEntry<T> entry, long sentAt, long now) {
        plan.unfinished(entry, sentAt, now);
    }

    @Override
    public void failed(PlanEntry<T> entry, Failure failure, long now) {
        if (!entry.behind && entry.errors < failure.patience()) {
            plan.failed(entry, failure, now);
            return;
        }
        entry.failed(now, failure, pauses);
        entry.behind = true;
        putBehind(entry);
    }

    @Override
    public void returned(PlanEntry<T> entry, long now) {
        if (entry.behind) {
            putBehind(entry);
        } else {
            plan.returned(entry, now);
        }
    }

    @Override
    public void forgiven(PlanEntry<T> entry, long now) {
        if (!removeBehind(entry)) {
            plan.forgiven(entry, now);
            return;
        }
        entry.forgive(now, pauses.min());
        plan.returned(entry, now);
    }

    @Override
    public void finished(PlanEntry<T> entry, long sentAt, long now) {
        plan.finished(entry, sentAt, now);
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        plan.learn(taskClass, unfinishedAge, endedAge);
    }

    @Override
    public boolean remove(PlanEntry<T> entry) {
        return removeBehind(entry) || plan.remove(entry);
    }

    @Override
    public int size() {
        return plan.size() + due.size();
    }

    @Override
    public long longestSilence(long now) {
        return Math.max(plan.longestSilence(now), silence.nanos(now));
    }

    private long dueIn(long now) {
        return due.isEmpty() ? Long.MAX_VALUE : due.firstTime() - now;
    }

    private void putBehind(PlanEntry<T> entry) {
        due.add(entry, entry.dueAt);
        silence.add(entry);
    }

    private boolean removeBehind(PlanEntry<T> entry) {
        return entry.behind && due.remove(entry) && silence.remove(entry);
    }
}
