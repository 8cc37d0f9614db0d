package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * Asks about the task that was not asked about for longest, whenever a permit is free, but none more often than the
 * shortest interval allows.
 */
final class AdaptivePlan<T> implements PollPlan<T> {

    private final Pauses pauses;
    private final Waiting<T> waiting = new Waiting<>();

    AdaptivePlan(PollSettings settings) {
        this.pauses = new Pauses(settings);
    }

    @Override
    public void add(PlanEntry<T> entry, long now) {
        entry.dueAt = entry.bornAt() + pauses.min();
        waiting.add(entry);
    }

    @Override
    public long waitNanos(long now) {
        return waiting.waitNanos(now);
    }

    @Override
    public PlanEntry<T> take(long now) {
        return waiting.take(now);
    }

    @Override
    public void unfinished(PlanEntry<T> entry, long sentAt, long now) {
        entry.unfinishedAt = sentAt;
        entry.askedAt = sentAt;
        entry.errors = 0;
        entry.dueAt = sentAt + pauses.min();
        waiting.add(entry);
    }

    @Override
    public void failed(PlanEntry<T> entry, long now) {
        entry.errors++;
        entry.askedAt = now;
        entry.dueAt = now + pauses.afterErrors(entry.seed(), entry.errors);
        waiting.add(entry);
    }

    @Override
    public void returned(PlanEntry<T> entry, long now) {
        waiting.add(entry);
    }

    @Override
    public void finished(PlanEntry<T> entry, long sentAt, long now) {
        // Nothing is learned from it.
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        // Nothing is learned from it.
    }

    @Override
    public void remove(PlanEntry<T> entry) {
        waiting.remove(entry);
    }

    @Override
    public int size() {
        return waiting.size();
    }

    @Override
    public long longestSilence(long now) {
        return waiting.longestSilence(now);
    }
}
