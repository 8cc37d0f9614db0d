package io.mpsbridge.kafka;

import org.jspecify.annotations.Nullable;

/** Tasks held and the bytes of their events; a part also counts in the whole. Owned by the loop's thread. */
final class InFlight {

    private final @Nullable InFlight whole;
    private int tasks;
    private long bytes;

    InFlight() {
        this.whole = null;
    }

    InFlight(InFlight whole) {
        this.whole = whole;
    }

    int tasks() {
        return tasks;
    }

    long bytes() {
        return bytes;
    }

    void add(int size) {
        count(1, size);
    }

    void remove(int size) {
        count(-1, -size);
    }

    /** Removes all of this part. */
    void clear() {
        count(-tasks, -bytes);
    }

    private void count(int moreTasks, long moreBytes) {
        tasks += moreTasks;
        bytes += moreBytes;
        if (whole != null) {
            whole.count(moreTasks, moreBytes);
        }
    }
}
