package io.mpsbridge.poll;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The service's queues. Models may have one each, so tasks of one class are taken to be in a queue of their own; where
 * several share one, each class still moves through it in order. Bounded: beyond the first {@value #MOST_QUEUES}
 * classes that have tasks, the others share a queue.
 */
final class ServiceQueues<T> {

    static final int MOST_QUEUES = 64;

    private final ObjLongConsumer<PlanEntry<T>> onMove;
    private final Map<String, ServiceQueue<T>> byClass = new HashMap<>();
    private final ServiceQueue<T> others;

    ServiceQueues(ObjLongConsumer<PlanEntry<T>> onMove) {
        this.onMove = onMove;
        this.others = new ServiceQueue<>(onMove);
    }

    /** Puts a task into its queue. */
    void add(PlanEntry<T> entry, long nowNanos) {
        ServiceQueue<T> queue = queueOf(entry.taskClass());
        entry.queue = queue;
        queue.add(entry, nowNanos);
    }

    /** As {@link ServiceQueue#waits}, also for a task whose queue was given up since. */
    void waits(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        if (entry.startState == StartState.STARTED || entry.queue == null) {
            entry.queue = queueOf(entry.taskClass());
        }
        entry.queue.waits(entry, sentNanos, nowNanos);
    }

    /** As {@link ServiceQueue#started}. */
    void started(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        if (entry.queue != null) {
            entry.queue.started(entry, sentNanos, nowNanos);
        }
    }

    /** As {@link ServiceQueue#remove}. */
    void remove(PlanEntry<T> entry) {
        if (entry.queue != null) {
            entry.queue.remove(entry);
        }
    }

    void advance(long nowNanos) {
        others.advance(nowNanos);
        for (ServiceQueue<T> each : byClass.values()) {
            each.advance(nowNanos);
        }
    }

    /** The queue whose frontier is the least certain of those that are in order, or null without any. */
    @Nullable ServiceQueue<T> leastCertain(double leastInOrder) {
        ServiceQueue<T> least = null;
        for (ServiceQueue<T> each : byClass.values()) {
            least = lessCertain(least, each, leastInOrder);
        }
        return lessCertain(least, others, leastInOrder);
    }

    private static <T> @Nullable ServiceQueue<T> lessCertain(
            @Nullable ServiceQueue<T> one, ServiceQueue<T> other, double leastInOrder) {
        boolean counts = other.presumedWaiting() > 0 && other.inOrder() >= leastInOrder;
        return counts && (one == null || other.uncertainSeconds() > one.uncertainSeconds()) ? other : one;
    }

    private ServiceQueue<T> queueOf(@Nullable String taskClass) {
        if (taskClass == null) {
            return others;
        }
        ServiceQueue<T> known = byClass.get(taskClass);
        if (known != null) {
            return known;
        }
        if (byClass.size() == MOST_QUEUES) {
            byClass.values().removeIf(ServiceQueue::isEmpty);
        }
        if (byClass.size() == MOST_QUEUES) {
            return others;
        }
        ServiceQueue<T> fresh = new ServiceQueue<>(onMove);
        byClass.put(taskClass, fresh);
        return fresh;
    }
}
