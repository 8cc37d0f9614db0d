package io.mpsbridge.poll;

/**
 * Asks about the task that was not asked about for longest, whenever a permit is free, but none more often than the
 * shortest interval allows.
 */
final class AdaptivePlan<T> implements PollPlan<T> {

    private final Pauses pauses;
    private final DueHeap<T> heap = new DueHeap<>();

    AdaptivePlan(PollSettings settings) {
        this.pauses = new Pauses(settings);
    }

    @Override
    public void add(PlanEntry<T> entry, long now) {
        entry.dueAt = entry.bornAt() + pauses.min();
        heap.add(entry);
    }

    @Override
    public long waitNanos(long now) {
        return heap.isEmpty() ? Long.MAX_VALUE : Math.max(0, heap.first().dueAt - now);
    }

    @Override
    public PlanEntry<T> take(long now) {
        if (waitNanos(now) > 0) {
            throw new IllegalStateException("no task is due");
        }
        return heap.poll();
    }

    @Override
    public void unfinished(PlanEntry<T> entry, long sentAt, long now) {
        entry.unfinishedAt = sentAt;
        entry.errors = 0;
        entry.dueAt = sentAt + pauses.min();
        heap.add(entry);
    }

    @Override
    public void failed(PlanEntry<T> entry, long now) {
        entry.errors++;
        entry.dueAt = now + pauses.afterErrors(entry.seed(), entry.errors);
        heap.add(entry);
    }

    @Override
    public void returned(PlanEntry<T> entry, long now) {
        heap.add(entry);
    }

    @Override
    public void finished(PlanEntry<T> entry, long sentAt, long now) {
        // Nothing is learned from it.
    }

    @Override
    public void remove(PlanEntry<T> entry) {
        heap.remove(entry);
    }

    @Override
    public int size() {
        return heap.size();
    }
}
