package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * Looks that tasks get for their deadlines, whatever the plan expects of them: one shortly before, so that an end in
 * time is reported in time, and one shortly after, whose answer decides. Either falls to a task only if it was not
 * asked about since that moment. The plan grants them a part of its turns, so that deadlines at the same moment do not
 * starve the others; a task that gets its first look only after its deadline needs no second.
 */
final class DeadlineLooks<T> {

    /** Time for the turn, the call and the answer's transaction. */
    private static final long BEFORE = 2_000_000_000L;
    /** The service's clock is known to a second. */
    private static final long AFTER = 1_000_000_000L;

    private final EntryHeap<T> looks = new EntryHeap<>(EntryHeap.Slot.DEADLINE);

    /** A task was put into the plan. */
    void add(PlanEntry<T> entry) {
        if (!entry.hasDeadline()) {
            return;
        }
        long look = lookNanos(entry);
        if (entry.lastPolledNanos - look < 0) {
            looks.add(entry, entry.dueNanos - look > 0 ? entry.dueNanos : look);
        }
    }

    /** Does nothing for a task that is not there. */
    void remove(PlanEntry<T> entry) {
        looks.remove(entry);
    }

    /** The task whose look is due first, or null. */
    @Nullable PlanEntry<T> due(long nowNanos) {
        return looks.isEmpty() || looks.firstTime() - nowNanos > 0 ? null : looks.first();
    }

    private static long lookNanos(PlanEntry<?> entry) {
        long before = entry.deadlineNanos() - BEFORE;
        return entry.lastPolledNanos - before < 0 ? before : entry.deadlineNanos() + AFTER;
    }
}
