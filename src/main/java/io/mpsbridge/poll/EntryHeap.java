package io.mpsbridge.poll;

import java.util.Arrays;

/**
 * Entries by time; every entry knows its place, so that any can be taken out or moved in O(log n). The times stand in
 * an array of their own: going up and down the heap compares them without touching the entries.
 */
final class EntryHeap<T> {

    /** Which of an entry's places this heap keeps. */
    enum Slot {
        DUE,
        LAST_POLLED,
        DEADLINE
    }

    private static final int FIRST_CAPACITY = 16;

    private final Slot slot;
    private long[] times = new long[FIRST_CAPACITY];
    private PlanEntry<T>[] entries = array(FIRST_CAPACITY);
    private int size;

    EntryHeap(Slot slot) {
        this.slot = slot;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    PlanEntry<T> first() {
        return at(0);
    }

    /** The time of the first entry. */
    long firstTime() {
        at(0);
        return times[0];
    }

    /** The entry at a place of the heap, from 0. */
    PlanEntry<T> at(int place) {
        if (place >= size) {
            throw new IllegalStateException("the heap has " + size + " entries");
        }
        return entries[place];
    }

    boolean contains(PlanEntry<T> entry) {
        int place = entry.place(slot);
        return place >= 0 && place < size && entries[place] == entry;
    }

    void add(PlanEntry<T> entry, long time) {
        if (entry.place(slot) >= 0) {
            throw new IllegalStateException("the task is in the plan already");
        }
        if (size == entries.length) {
            int capacity = size + (size >> 1);
            times = Arrays.copyOf(times, capacity);
            entries = Arrays.copyOf(entries, capacity);
        }
        size++;
        up(size - 1, entry, time);
    }

    /** Gives the entry at a place another time. */
    void move(int place, long time) {
        settle(place, at(place), time);
    }

    /** Does nothing for an entry that is not in this heap; returns whether it was. */
    boolean remove(PlanEntry<T> entry) {
        if (!contains(entry)) {
            return false;
        }
        int hole = entry.place(slot);
        entry.place(slot, -1);
        size--;
        PlanEntry<T> last = entries[size];
        long time = times[size];
        forget(size);
        if (hole < size) {
            settle(hole, last, time);
        }
        return true;
    }

    private void settle(int hole, PlanEntry<T> entry, long time) {
        if (hole > 0 && time - times[(hole - 1) >>> 1] < 0) {
            up(hole, entry, time);
        } else {
            down(hole, entry, time);
        }
    }

    private void up(int hole, PlanEntry<T> entry, long time) {
        int at = hole;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (time - times[parent] >= 0) {
                break;
            }
            put(at, entries[parent], times[parent]);
            at = parent;
        }
        put(at, entry, time);
    }

    private void down(int hole, PlanEntry<T> entry, long time) {
        int at = hole;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && times[child + 1] - times[child] < 0) {
                child++;
            }
            if (times[child] - time >= 0) {
                break;
            }
            put(at, entries[child], times[child]);
            at = child;
        }
        put(at, entry, time);
    }

    private void put(int at, PlanEntry<T> entry, long time) {
        entries[at] = entry;
        times[at] = time;
        entry.place(slot, at);
    }

    @SuppressWarnings("NullAway") // beyond the size there is nothing, and nobody looks
    private void forget(int place) {
        entries[place] = null;
    }

    @SuppressWarnings("unchecked") // holds nothing but entries of T
    private static <T> PlanEntry<T>[] array(int capacity) {
        return (PlanEntry<T>[]) new PlanEntry<?>[capacity];
    }
}
