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
    private final int seed;

    private boolean replayed;

    /** When the last poll that found the task unfinished was sent; {@link #bornAt} while there was none. */
    long unfinishedAt;
    /** When the task was last asked about, whatever came of it; {@link #bornAt} while it was not. */
    long askedAt;
    /** When the task may be asked about next. */
    long dueAt;
    /** Polls in a row that taught nothing; stays at its greatest value. */
    byte errors;
    /** Whether the task's trouble is its own, so that it gives way to all others. */
    boolean behind;
    /** Pauses that have grown so far, under exponential backoff. */
    int step;

    private int placeByDue = -1;
    private int placeByAsked = -1;

    /**
     * @param taskClass groups tasks that take alike long (the model), or null
     * @param bornAt when the task was created, in nanoseconds of the plan's clock
     * @param seed what chance decides about the task follows from this; a hash of its id, so that a run can be repeated
     * @param replayed whether the task was created long ago and is asked about once more; gives way
     *     to the others
     */
    public PlanEntry(T payload, @Nullable String taskClass, long bornAt, int seed, boolean replayed) {
        this.payload = payload;
        this.taskClass = taskClass;
        this.bornAt = bornAt;
        this.seed = seed;
        this.replayed = replayed;
        this.unfinishedAt = bornAt;
        this.askedAt = bornAt;
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

    public boolean replayed() {
        return replayed;
    }

    /** Others want to know of the task too: it gives way no longer. Call only while it is in no plan. */
    public void live() {
        replayed = false;
    }

    int seed() {
        return seed;
    }

    /** How old the task was when it was last found unfinished, nanoseconds; 0 if it never was. */
    double knownAge() {
        return (double) Math.max(0, unfinishedAt - bornAt);
    }

    /** How old the task is, nanoseconds. */
    double age(long now) {
        return (double) Math.max(0, now - bornAt);
    }

    /** When the task may be asked about next, in nanoseconds of the plan's clock. */
    public long dueAt() {
        return dueAt;
    }

    /** When the task was last asked about, whatever came of it; when it was created while it was not. */
    public long askedAt() {
        return askedAt;
    }

    /** Whether the task is in a plan, and not taken. */
    public boolean isWaiting() {
        return placeByAsked >= 0;
    }

    /** Whether this process has found the task unfinished. */
    boolean seenAlive() {
        return unfinishedAt != bornAt;
    }

    /** A poll sent at {@code sentAt} found the task unfinished: earlier trouble is over. */
    void unfinished(long sentAt) {
        unfinishedAt = sentAt;
        askedAt = sentAt;
        errors = 0;
        behind = false;
    }

    /** A poll taught nothing. */
    void failed(long now, PollPlan.Failure failure, Pauses pauses) {
        errors = (byte) Math.min(Byte.MAX_VALUE, errors + 1);
        askedAt = now;
        // The first that may be the service's costs the task no more than an answer would have.
        int step = failure.patience() > 0 ? errors - 1 : errors;
        long pause = pauses.afterErrors(seed, step);
        dueAt = now + Math.max(pauses.min(), Math.min(pause, failure.retryBy() - now));
    }

    /** The failures were not the task's doing. */
    void forgive(long now, long minInterval) {
        errors = 0;
        behind = false;
        dueAt = askedAt + minInterval - now > 0 ? askedAt + minInterval : now;
    }

    /** Where the entry stands in the heap of this slot, -1 if in none. */
    int place(EntryHeap.Slot slot) {
        return slot == EntryHeap.Slot.DUE ? placeByDue : placeByAsked;
    }

    void place(EntryHeap.Slot slot, int place) {
        if (slot == EntryHeap.Slot.DUE) {
            placeByDue = place;
        } else {
            placeByAsked = place;
        }
    }
}
