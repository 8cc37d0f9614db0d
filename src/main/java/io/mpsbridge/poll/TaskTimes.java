package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * How long tasks take altogether, and how long they run. The two are the same until an answer says that a task waits;
 * from then on they are learned apart. Ages are nanoseconds.
 */
final class TaskTimes {

    private final DurationEstimates lifetimes;
    private @Nullable DurationEstimates runTimes;

    TaskTimes(PollSettings settings) {
        this.lifetimes = new DurationEstimates(settings);
    }

    /** Whether too little is known to conclude anything. */
    boolean isCold() {
        return lifetimes.isCold();
    }

    /** How long tasks of the class take from their creation to their end. */
    Survival lifetime(@Nullable String taskClass) {
        return lifetimes.of(taskClass);
    }

    /** How long tasks of the class take from their start to their end. */
    Survival runTime(@Nullable String taskClass) {
        return (runTimes == null ? lifetimes : runTimes).of(taskClass);
    }

    /** A task waits: what is known of lifetimes is all that is known of run times so far. */
    void waited() {
        if (runTimes == null) {
            runTimes = new DurationEstimates(lifetimes);
        }
    }

    /** A task was unfinished at both ages. */
    void livedOn(@Nullable String taskClass, double from, double to) {
        lifetimes.unfinished(taskClass, from, to);
    }

    /** A task was unfinished at one age and had ended at the other. */
    void lived(@Nullable String taskClass, double from, double to) {
        lifetimes.ended(taskClass, from, to);
    }

    /** A task was running at both ages, counted from its start. */
    void ranOn(@Nullable String taskClass, double from, double to) {
        if (runTimes != null) {
            runTimes.unfinished(taskClass, from, to);
        }
    }

    /** A task was unfinished at one age and had ended at the other, counted from its start. */
    void ran(@Nullable String taskClass, double from, double to) {
        if (runTimes != null) {
            runTimes.ended(taskClass, from, to);
        }
    }
}
