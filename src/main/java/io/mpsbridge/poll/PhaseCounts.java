package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/** How many tasks of a queue there are, by what the last answer said of each. */
final class PhaseCounts {

    private int tasks;
    private int notAsked;
    private int waiting;
    private int running;

    void add(PlanEntry<?> entry) {
        count(entry.answered(), 1);
    }

    /** Of a task that was added. */
    void remove(PlanEntry<?> entry) {
        count(entry.answered(), -1);
    }

    private void count(@Nullable Phase answered, int change) {
        tasks += change;
        notAsked += answered == null ? change : 0;
        waiting += answered == Phase.WAITING ? change : 0;
        running += answered == Phase.RUNNING ? change : 0;
    }

    /** All of them, also those whose answers did not say. */
    int tasks() {
        return tasks;
    }

    int notAsked() {
        return notAsked;
    }

    int waiting() {
        return waiting;
    }

    int running() {
        return running;
    }
}
