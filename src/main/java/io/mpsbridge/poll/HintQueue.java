package io.mpsbridge.poll;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Hinted tasks, each once, by when they may be asked about, and then in the order of their hints. Apart from
 * {@link PlanEntry}, since few tasks are hinted at a time; bounded, since a flood is about all of them.
 */
final class HintQueue<T> {

    /** Of one task. */
    record Hint<T>(PlanEntry<T> entry, long dueNanos, long number) {}

    private final int most;
    private final Map<PlanEntry<T>, Hint<T>> byEntry = new HashMap<>();
    private final NavigableSet<Hint<T>> byDue =
            new TreeSet<>(Comparator.<Hint<T>>comparingLong(hint -> hint.dueNanos() - origin())
                    .thenComparingLong(Hint::number));
    /** Times are compared by their difference to it. */
    private long originNanos;

    private long number;

    HintQueue(int most) {
        this.most = most;
    }

    /** Does nothing for a task that is there, or if there are too many. */
    void add(PlanEntry<T> entry, long dueNanos) {
        if (byEntry.isEmpty()) {
            originNanos = dueNanos;
        }
        if (byEntry.size() < most && !byEntry.containsKey(entry)) {
            Hint<T> hint = new Hint<>(entry, dueNanos, number++);
            byEntry.put(entry, hint);
            byDue.add(hint);
        }
    }

    /** Returns what was known of the task, or null. */
    @Nullable Hint<T> remove(PlanEntry<T> entry) {
        Hint<T> hint = byEntry.remove(entry);
        if (hint != null) {
            byDue.remove(hint);
        }
        return hint;
    }

    /** Nanoseconds until the first may be asked about, {@link Long#MAX_VALUE} without any; may be negative. */
    long waitNanos(long nowNanos) {
        return byDue.isEmpty() ? Long.MAX_VALUE : byDue.first().dueNanos() - nowNanos;
    }

    PlanEntry<T> first() {
        return byDue.first().entry();
    }

    private long origin() {
        return originNanos;
    }
}
