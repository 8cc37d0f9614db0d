package io.mpsbridge.poll;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which task to ask about next, and when. Not thread-safe: one thread owns a plan and its entries.
 *
 * <p>Times are nanoseconds of one monotonic clock that the caller reads; they may be negative and are compared by
 * difference. An entry is in the plan from {@link #add} until {@link #take} or {@link #remove}; what was taken comes
 * back by {@link #unfinished} or {@link #failed}, or leaves for good by {@link #ended}.
 *
 * @param <T> what the caller keeps with a task
 */
public interface PollPlan<T> {

    /**
     * A poll that taught nothing about its task.
     *
     * @param toleratedFailures how many failures in a row leave the task among the healthy ones, for they may be the
     *     service's
     * @param retryByNanos the task is asked about again by then, as far as the shortest interval and the others allow
     */
    record Failure(int toleratedFailures, long retryByNanos) {}

    /** Takes in a task that has not been asked about by this process; its first poll follows from its age. */
    void add(PlanEntry<T> entry, long nowNanos);

    /**
     * Nanoseconds from {@code nowNanos} until a task may be asked about: 0 if one may be now, {@link Long#MAX_VALUE} if
     * the plan is empty.
     */
    long waitNanos(long nowNanos);

    /** Takes out the task to ask about now. Call only when {@link #waitNanos} is 0. */
    PlanEntry<T> take(long nowNanos);

    /**
     * The waiting task that was not asked about for longest, due or not, or null without any. It stays in the plan.
     *
     * @param seenAlive of those that this process has found unfinished, else of the others
     */
    @Nullable PlanEntry<T> leastRecentlyPolled(boolean seenAlive);

    /**
     * Puts back a taken task that was found not to have ended, but in {@code phase}, by a poll sent at
     * {@code sentNanos}.
     */
    void unfinished(PlanEntry<T> entry, Phase phase, long sentNanos, long nowNanos);

    /** Puts back a taken task about which nothing was learned: it backs off exponentially with full jitter. */
    void failed(PlanEntry<T> entry, Failure failure, long nowNanos);

    /** Drops the backoff of a waiting task, which is due as soon as the shortest interval allows; of no other. */
    void resetBackoff(PlanEntry<T> entry, long nowNanos);

    /**
     * Somebody says that the task may have ended: it is asked about as soon as the shortest interval allows, as far as
     * that leaves enough to others that are due. If it is taken, it is asked about once more after it came back.
     * Ignored by plans that know no hints.
     */
    default void hint(PlanEntry<T> entry, long nowNanos) {}

    /** Puts back a taken task that never reached the vendor, or was throttled: as if it had not been taken. */
    void returned(PlanEntry<T> entry, long nowNanos);

    /**
     * A taken task was found to have ended by a poll sent at {@code sentNanos}: what it teaches is kept, the task is
     * not.
     */
    void ended(PlanEntry<T> entry, long sentNanos, long nowNanos);

    /**
     * Learns from a task that was never in this plan, one that ended before the start: it was last known unfinished at
     * one age and found ended at the other.
     *
     * @param taskClass the task's class, as in {@link PlanEntry#taskClass()}
     * @param unfinishedAge nanoseconds; 0 if it was never seen unfinished
     * @param endedAge nanoseconds
     */
    void learn(@Nullable String taskClass, long unfinishedAge, long endedAge);

    /**
     * Forgets a task, wherever it stands, also one that was taken.
     *
     * @return whether it was there, and not taken
     */
    boolean remove(PlanEntry<T> entry);

    /**
     * When the first of the task's deadlines passes, in nanoseconds of the plan's clock; for a task in the plan or not.
     * A plan that may leave a task alone for long asks about it shortly before and after.
     */
    void deadline(PlanEntry<T> entry, long deadlineNanos);

    /** The service's queues; none where the plan does not follow them, or no answer has told of them. */
    List<QueueStatus> queues();

    /** Where a task stands in its queue, which may have been taken, in O(log n). */
    QueuePosition position(PlanEntry<T> entry, long nowNanos);

    /** How many tasks wait in the plan; those taken are not counted. */
    int size();

    /**
     * Nanoseconds since that waiting task was asked about, or created, for which it is longest ago; 0 if none waits.
     */
    long longestUnpolledNanos(long nowNanos);
}
