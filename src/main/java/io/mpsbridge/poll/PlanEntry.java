package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * One task and what its plan knows of it. Owned by the plan's thread.
 *
 * @param <T> what the caller keeps with a task
 */
public final class PlanEntry<T> {

    private final T payload;
    private final @Nullable String taskClass;
    /** When the task was created, on the plan's clock. */
    private final long bornAt;
    /** What chance decides about the task follows from it. */
    private final long seed;

    /** When the last poll that found the task unfinished was sent; {@link #bornAt} while there was none. */
    long unfinishedAt;
    /** When the task may be asked about next. */
    long dueAt;
    /** Polls in a row that taught nothing. */
    int errors;
    /** Pauses that have grown so far, under exponential backoff. */
    int step;
    /** Place in the plan's heap, -1 outside. */
    int place = -1;

    /**
     * @param taskClass groups tasks that take alike long (the model), or null
     * @param bornAt when the task was created, in nanoseconds of the plan's clock
     * @param seed what chance decides about the task follows from this; a hash of its id, so that a run can be repeated
     */
    public PlanEntry(T payload, @Nullable String taskClass, long bornAt, long seed) {
        this.payload = payload;
        this.taskClass = taskClass;
        this.bornAt = bornAt;
        this.seed = seed;
        this.unfinishedAt = bornAt;
        this.dueAt = bornAt;
    }

    public T payload() {
        return payload;
    }

    public @Nullable String taskClass() {
        return taskClass;
    }

    public long bornAt() {
        return bornAt;
    }

    long seed() {
        return seed;
    }

    /** When the task may be asked about next, in nanoseconds of the plan's clock. */
    public long dueAt() {
        return dueAt;
    }
}
