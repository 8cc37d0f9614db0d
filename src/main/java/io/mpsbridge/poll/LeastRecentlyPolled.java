package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * Waiting tasks by when they were asked about, those seen alive apart from the others, so that the one that was not
 * asked about for longest is at hand of either kind.
 */
final class LeastRecentlyPolled<T> {

    private final EntryHeap<T> alive = new EntryHeap<>(EntryHeap.Slot.LAST_POLLED);
    private final EntryHeap<T> unseen = new EntryHeap<>(EntryHeap.Slot.LAST_POLLED);

    void add(PlanEntry<T> entry) {
        heap(entry.seenAlive()).add(entry, entry.lastPolledNanos);
    }

    /** Returns whether it was there. */
    boolean remove(PlanEntry<T> entry) {
        return alive.remove(entry) || unseen.remove(entry);
    }

    boolean contains(PlanEntry<T> entry) {
        return alive.contains(entry) || unseen.contains(entry);
    }

    int size() {
        return alive.size() + unseen.size();
    }

    /** The task of that kind that was not asked about for longest, or null without any. */
    @Nullable PlanEntry<T> first(boolean seenAlive) {
        EntryHeap<T> heap = heap(seenAlive);
        return heap.isEmpty() ? null : heap.first();
    }

    /** The task that was not asked about for longest, of either kind, or null without any. */
    @Nullable PlanEntry<T> first() {
        return earlier(first(true), first(false));
    }

    /** Nanoseconds since the longest silence began, 0 without any. */
    long unpolledNanos(long nowNanos) {
        PlanEntry<T> first = first();
        return first == null ? 0 : Math.max(0, nowNanos - first.lastPolledNanos);
    }

    /** That of the two that was not asked about for longer; the first if they are equal. */
    static <T> @Nullable PlanEntry<T> earlier(@Nullable PlanEntry<T> one, @Nullable PlanEntry<T> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.lastPolledNanos - one.lastPolledNanos < 0 ? other : one;
    }

    private EntryHeap<T> heap(boolean seenAlive) {
        return seenAlive ? alive : unseen;
    }
}
