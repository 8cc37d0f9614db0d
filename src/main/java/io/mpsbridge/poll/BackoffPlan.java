package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * The classic behaviour: every task is asked about after pauses that grow exponentially, whatever the others do. A task
 * that comes with an age, after a restart, goes on with the pause that belongs to it.
 */
final class BackoffPlan<T> implements PollPlan<T> {

    private final Pauses pauses;
    private final EntryHeap<T> due = new EntryHeap<>(EntryHeap.Slot.DUE);
    private final Silence<T> silence = new Silence<>();

    BackoffPlan(PollSettings settings) {
        this.pauses = new Pauses(settings);
    }

    @Override
    public void add(PlanEntry<T> entry, long now) {
        entry.step = pauses.stepAt(now - entry.bornAt());
        // After a restart all tasks arrive together: each begins somewhere within its pause.
        entry.dueAt = entry.step == 0
                ? entry.bornAt() + pauses.jittered(entry.seed(), 0)
                : now + (long) (pauses.plain(entry.step) * Jitter.unit(entry.seed(), entry.step));
        put(entry);
    }

    @Override
    public long waitNanos(long now) {
        return due.isEmpty() ? Long.MAX_VALUE : Math.max(0, due.firstTime() - now);
    }

    @Override
    public PlanEntry<T> take(long now) {
        if (waitNanos(now) > 0) {
            throw new IllegalStateException("no task is due");
        }
        PlanEntry<T> first = due.first();
        remove(first);
        return first;
    }

    @Override
    public @Nullable PlanEntry<T> longestSilent(boolean seenAlive) {
        return silence.longest(seenAlive);
    }

    @Override
    public void unfinished(PlanEntry<T> entry, long sentAt, long now) {
        entry.unfinished(sentAt);
        entry.step++;
        entry.dueAt = sentAt + pauses.jittered(entry.seed(), entry.step);
        put(entry);
    }

    @Override
    public void failed(PlanEntry<T> entry, Failure failure, long now) {
        entry.failed(now, failure, pauses);
        put(entry);
    }

    @Override
    public void forgiven(PlanEntry<T> entry, long now) {
        if (entry.errors > 0 && remove(entry)) {
            entry.forgive(now, pauses.min());
            put(entry);
        }
    }

    @Override
    public void returned(PlanEntry<T> entry, long now) {
        put(entry);
    }

    @Override
    public void finished(PlanEntry<T> entry, long sentAt, long now) {
        // Pauses do not follow from other tasks.
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        // Pauses do not follow from other tasks.
    }

    @Override
    public boolean remove(PlanEntry<T> entry) {
        due.remove(entry);
        return silence.remove(entry);
    }

    @Override
    public int size() {
        return due.size();
    }

    @Override
    public long longestSilence(long now) {
        return silence.nanos(now);
    }

    private void put(PlanEntry<T> entry) {
        due.add(entry, entry.dueAt);
        silence.add(entry);
    }
}
