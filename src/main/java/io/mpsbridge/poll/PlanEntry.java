package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * One task and what its plan knows of it. Owned by the plan's thread.
 *
 * @param <T> what the caller keeps with a task
 */
public final class PlanEntry<T> {

    private static final long MILLI = 1_000_000;

    private final T payload;
    private final @Nullable String taskClass;
    /** When the task was created, on the plan's clock. */
    private final long bornNanos;
    /** What chance decides about the task follows from it. */
    private final int seed;

    private boolean replayed;

    /** When the last poll that found the task unfinished was sent; {@link #bornNanos} while there was none. */
    long lastUnfinishedNanos;
    /** When the task was last asked about, whatever came of it; {@link #bornNanos} while it was not. */
    long lastPolledNanos;
    /** When the task may be asked about next. */
    long dueNanos;
    /** Polls in a row that taught nothing; stays at its greatest value. */
    byte failures;
    /** Whether the task's trouble is its own, so that it gives way to all others. */
    boolean deprioritized;
    /** Pauses that have grown so far, under exponential backoff. */
    int step;

    StartState startState = StartState.UNTRACKED;
    /** When the task is taken to have started; {@link #bornNanos} where nothing says that it waited. */
    long startNanos;

    /** What the last answer said of it, as a number; 0 before the first. A reference takes four times as much. */
    private byte answered;
    /**
     * When the first of its deadlines passes, in milliseconds after it was created; the greatest number without any.
     */
    private int deadlineMillis = Integer.MAX_VALUE;

    /** That in which it is counted. */
    @Nullable ServiceQueue<T> queue;
    /** Links of {@link OrderedTasks}, which owns them. */
    @Nullable PlanEntry<T> parent;

    @Nullable PlanEntry<T> left;

    @Nullable PlanEntry<T> right;

    int subtreeSize;

    private int placeByDue = -1;
    private int placeByPolled = -1;
    private int placeByDeadline = -1;

    /**
     * @param taskClass groups tasks that take alike long (the model), or null
     * @param bornNanos when the task was created, in nanoseconds of the plan's clock
     * @param seed what chance decides about the task follows from this; a hash of its id, so that a run can be repeated
     * @param replayed whether the task was created long ago and is asked about once more; gives way to the others
     */
    public PlanEntry(T payload, @Nullable String taskClass, long bornNanos, int seed, boolean replayed) {
        this.payload = payload;
        this.taskClass = taskClass;
        this.bornNanos = bornNanos;
        this.seed = seed;
        this.replayed = replayed;
        this.lastUnfinishedNanos = bornNanos;
        this.lastPolledNanos = bornNanos;
        this.dueNanos = bornNanos;
        this.startNanos = bornNanos;
    }

    public T payload() {
        return payload;
    }

    public @Nullable String taskClass() {
        return taskClass;
    }

    public long bornNanos() {
        return bornNanos;
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
        return (double) Math.max(0, lastUnfinishedNanos - bornNanos);
    }

    /** How old the task is, nanoseconds. */
    double age(long nowNanos) {
        return (double) Math.max(0, nowNanos - bornNanos);
    }

    /** When the task may be asked about next, in nanoseconds of the plan's clock. */
    public long dueNanos() {
        return dueNanos;
    }

    /** When the task was last asked about, whatever came of it; when it was created while it was not. */
    public long lastPolledNanos() {
        return lastPolledNanos;
    }

    /** Whether the task is in a plan, and not taken. */
    public boolean isWaiting() {
        return placeByPolled >= 0;
    }

    /** What the last answer said of it; null before the first. */
    @Nullable Phase answered() {
        return switch (answered) {
            case 1 -> Phase.WAITING;
            case 2 -> Phase.RUNNING;
            case 3 -> Phase.UNKNOWN;
            default -> null;
        };
    }

    void answered(Phase phase) {
        answered = switch (phase) {
            case WAITING -> 1;
            case RUNNING -> 2;
            case UNKNOWN -> 3;
        };
    }

    boolean hasDeadline() {
        return deadlineMillis != Integer.MAX_VALUE;
    }

    /** When the first of its deadlines passes, on the plan's clock. */
    long deadlineNanos() {
        return bornNanos + deadlineMillis * MILLI;
    }

    /** Further away than 24 days is never. */
    void deadlineNanos(long nanos) {
        long millis = (nanos - bornNanos + MILLI - 1) / MILLI;
        deadlineMillis = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, millis));
    }

    /** Whether this process has found the task unfinished. */
    boolean seenAlive() {
        return lastUnfinishedNanos != bornNanos;
    }

    /** A poll sent at {@code sentNanos} found the task unfinished: earlier trouble is over. */
    void unfinished(long sentNanos) {
        lastUnfinishedNanos = sentNanos;
        lastPolledNanos = sentNanos;
        failures = 0;
        deprioritized = false;
    }

    /** A poll taught nothing. */
    void failed(long nowNanos, PollPlan.Failure failure, ExponentialBackoff backoff) {
        failures = (byte) Math.min(Byte.MAX_VALUE, failures + 1);
        lastPolledNanos = nowNanos;
        // The first that may be the service's costs the task no more than an answer would have.
        int step = failure.toleratedFailures() > 0 ? failures - 1 : failures;
        long pause = backoff.afterFailures(seed, step);
        dueNanos = nowNanos + Math.max(backoff.minNanos(), Math.min(pause, failure.retryByNanos() - nowNanos));
    }

    /** The failures were not the task's doing. */
    void resetBackoff(long nowNanos, long minInterval) {
        failures = 0;
        deprioritized = false;
        dueNanos = soonest(nowNanos, minInterval);
    }

    /** When the task may be asked about as far as the shortest interval is concerned, not before now. */
    long soonest(long nowNanos, long minInterval) {
        return lastPolledNanos + minInterval - nowNanos > 0 ? lastPolledNanos + minInterval : nowNanos;
    }

    /** Where the entry stands in the heap of this slot, -1 if in none. */
    int place(EntryHeap.Slot slot) {
        return switch (slot) {
            case DUE -> placeByDue;
            case LAST_POLLED -> placeByPolled;
            case DEADLINE -> placeByDeadline;
        };
    }

    void place(EntryHeap.Slot slot, int place) {
        switch (slot) {
            case DUE -> placeByDue = place;
            case LAST_POLLED -> placeByPolled = place;
            case DEADLINE -> placeByDeadline = place;
        }
    }
}
