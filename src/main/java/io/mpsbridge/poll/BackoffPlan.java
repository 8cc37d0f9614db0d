package io.mpsbridge.poll;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The classic behaviour: every task is asked about after pauses that grow exponentially, whatever the others do. A task
 * that comes with an age, after a restart, goes on with the pause that belongs to it.
 */
final class BackoffPlan<T> implements PolicyPlan<T> {

    private final ExponentialBackoff backoff;
    private final EntryHeap<T> due = new EntryHeap<>(EntryHeap.Slot.DUE);
    private final LeastRecentlyPolled<T> waiting = new LeastRecentlyPolled<>();

    BackoffPlan(PollSettings settings) {
        this.backoff = new ExponentialBackoff(settings);
    }

    @Override
    public void add(PlanEntry<T> entry, long nowNanos) {
        entry.step = backoff.stepAt(nowNanos - entry.bornNanos());
        // After a restart all tasks arrive together: each begins somewhere within its pause.
        entry.dueNanos = entry.step == 0
                ? entry.bornNanos() + backoff.jittered(entry.seed(), 0)
                : nowNanos + (long) (backoff.plain(entry.step) * Jitter.unit(entry.seed(), entry.step));
        put(entry);
    }

    @Override
    public long waitNanos(long nowNanos) {
        return due.isEmpty() ? Long.MAX_VALUE : Math.max(0, due.firstTime() - nowNanos);
    }

    @Override
    public PlanEntry<T> take(long nowNanos) {
        if (waitNanos(nowNanos) > 0) {
            throw new IllegalStateException("no task is due");
        }
        PlanEntry<T> first = due.first();
        takeOut(first);
        return first;
    }

    @Override
    public @Nullable PlanEntry<T> leastRecentlyPolled(boolean seenAlive) {
        return waiting.first(seenAlive);
    }

    @Override
    public void unfinished(PlanEntry<T> entry, Phase phase, long sentNanos, long nowNanos) {
        entry.unfinished(sentNanos);
        if (entry.dueNanos - sentNanos <= 0) {
            entry.step++;
            entry.dueNanos = sentNanos + backoff.jittered(entry.seed(), entry.step);
        } else {
            // Asked about early: its pause goes on, or many hints would make it grow to the longest.
            entry.dueNanos = Math.max(entry.dueNanos - sentNanos, backoff.minNanos()) + sentNanos;
        }
        put(entry);
    }

    @Override
    public void failed(PlanEntry<T> entry, Failure failure, long nowNanos) {
        entry.failed(nowNanos, failure, backoff);
        put(entry);
    }

    @Override
    public void resetBackoff(PlanEntry<T> entry, long nowNanos) {
        if (entry.failures > 0 && remove(entry)) {
            entry.resetBackoff(nowNanos, backoff.minNanos());
            put(entry);
        }
    }

    @Override
    public void returned(PlanEntry<T> entry, long nowNanos) {
        put(entry);
    }

    @Override
    public void ended(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        // Pauses do not follow from other tasks.
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        // Pauses do not follow from other tasks.
    }

    @Override
    public void deadline(PlanEntry<T> entry, long deadlineNanos) {
        // No pause is longer than the longest interval.
    }

    @Override
    public List<QueueStatus> queues() {
        return List.of();
    }

    @Override
    public QueuePosition position(PlanEntry<T> entry, long nowNanos) {
        return QueuePosition.UNKNOWN;
    }

    @Override
    public boolean takeOut(PlanEntry<T> entry) {
        due.remove(entry);
        return waiting.remove(entry);
    }

    @Override
    public boolean remove(PlanEntry<T> entry) {
        return takeOut(entry);
    }

    @Override
    public int size() {
        return due.size();
    }

    @Override
    public long longestUnpolledNanos(long nowNanos) {
        return waiting.unpolledNanos(nowNanos);
    }

    private void put(PlanEntry<T> entry) {
        due.add(entry, entry.dueNanos);
        waiting.add(entry);
    }
}
