package io.mpsbridge.poll;

/** The tasks that wait in a plan, by the time at which they are due and by the time at which they were last asked about. */
final class Waiting<T> {

    private final EntryHeap<T> due = new EntryHeap<>(EntryHeap.Slot.DUE);
    private final EntryHeap<T> asked = new EntryHeap<>(EntryHeap.Slot.ASKED);

    void add(PlanEntry<T> entry) {
        due.add(entry, entry.dueAt);
        asked.add(entry, entry.askedAt);
    }

    void remove(PlanEntry<T> entry) {
        due.remove(entry);
        asked.remove(entry);
    }

    /** Nanoseconds until a task is due, 0 if one is, {@link Long#MAX_VALUE} if there is none. */
    long waitNanos(long now) {
        return due.isEmpty() ? Long.MAX_VALUE : Math.max(0, due.firstTime() - now);
    }

    /** Takes out the task that was due first. */
    PlanEntry<T> take(long now) {
        if (waitNanos(now) > 0) {
            throw new IllegalStateException("no task is due");
        }
        PlanEntry<T> first = due.first();
        remove(first);
        return first;
    }

    int size() {
        return due.size();
    }

    long longestSilence(long now) {
        return asked.isEmpty() ? 0 : Math.max(0, now - asked.firstTime());
    }
}
