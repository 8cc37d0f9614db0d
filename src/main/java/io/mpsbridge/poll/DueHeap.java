package io.mpsbridge.poll;

import java.util.ArrayList;

/** Entries by the time at which they are due; every entry knows its place, so that any can be taken out in O(log n). */
final class DueHeap<T> {

    private final ArrayList<PlanEntry<T>> heap = new ArrayList<>();

    int size() {
        return heap.size();
    }

    boolean isEmpty() {
        return heap.isEmpty();
    }

    PlanEntry<T> first() {
        return heap.get(0);
    }

    void add(PlanEntry<T> entry) {
        if (entry.place >= 0) {
            throw new IllegalStateException("the task is in the plan already");
        }
        heap.add(entry);
        entry.place = heap.size() - 1;
        up(entry);
    }

    PlanEntry<T> poll() {
        PlanEntry<T> least = heap.get(0);
        remove(least);
        return least;
    }

    /** Does nothing for an entry that is not in a heap. */
    void remove(PlanEntry<T> entry) {
        int hole = entry.place;
        if (hole < 0) {
            return;
        }
        entry.place = -1;
        PlanEntry<T> last = heap.remove(heap.size() - 1);
        if (last != entry) {
            put(last, hole);
            up(last);
            down(last);
        }
    }

    private void up(PlanEntry<T> entry) {
        int at = entry.place;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!before(entry, heap.get(parent))) {
                break;
            }
            put(heap.get(parent), at);
            at = parent;
        }
        put(entry, at);
    }

    private void down(PlanEntry<T> entry) {
        int at = entry.place;
        for (int child = 2 * at + 1; child < heap.size(); child = 2 * at + 1) {
            if (child + 1 < heap.size() && before(heap.get(child + 1), heap.get(child))) {
                child++;
            }
            if (!before(heap.get(child), entry)) {
                break;
            }
            put(heap.get(child), at);
            at = child;
        }
        put(entry, at);
    }

    private void put(PlanEntry<T> entry, int at) {
        heap.set(at, entry);
        entry.place = at;
    }

    private static boolean before(PlanEntry<?> a, PlanEntry<?> b) {
        return a.dueAt - b.dueAt < 0;
    }
}
