package io.mpsbridge.poll;

/** The plan of a {@code poll.policy}, from which hinted tasks are taken out of turn. */
interface PolicyPlan<T> extends PollPlan<T> {

    /**
     * Takes out a waiting task, due or not; it comes back as after {@link #take}.
     *
     * @return whether it was there
     */
    boolean takeOut(PlanEntry<T> entry);

    /** As {@link #ended}, of a task that was hinted at {@code hintedNanos}, before the poll. */
    default void endedAfterHint(PlanEntry<T> entry, long hintedNanos, long sentNanos, long nowNanos) {
        ended(entry, sentNanos, nowNanos);
    }

    /** A hinted task is found not to have ended; {@link #unfinished} follows. */
    default void hintWasWrong() {}
}
