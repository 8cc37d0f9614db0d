package io.mpsbridge.kafka;

import org.jspecify.annotations.Nullable;

/** Tasks held and the bytes of their events; a part counts in the whole too. Owned by the loop's thread. */
final class InFlight {

    private final @Nullable InFlight whole;
    private int tasks;
    private long bytes;

    /** The whole. */
    InFlight() {
        this.whole = null;
    }

    /** A part. */
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

    /** Everything of this part is gone. */
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
