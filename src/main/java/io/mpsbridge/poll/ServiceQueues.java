package io.mpsbridge.poll;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
        queueOf(entry.taskClass()).add(entry, nowNanos);
    }

    /** As {@link ServiceQueue#answered}. */
    void answered(PlanEntry<T> entry, Phase phase) {
        if (entry.queue != null) {
            entry.queue.answered(entry, phase);
        }
    }

    /** As {@link ServiceQueue#waits}. */
    void waits(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        if (entry.queue != null) {
            entry.queue.waits(entry, sentNanos, nowNanos);
        }
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

    /** What is known of each queue of which an answer has told anything. */
    List<QueueStatus> status() {
        List<QueueStatus> all = new ArrayList<>(byClass.size() + 1);
        byClass.forEach((taskClass, queue) -> addStatus(all, taskClass, queue));
        addStatus(all, null, others);
        return all;
    }

    private static void addStatus(List<QueueStatus> all, @Nullable String taskClass, ServiceQueue<?> queue) {
        PhaseCounts counts = queue.counts();
        if (queue.isEmpty() || (!queue.hasWaited() && counts.running() == 0)) {
            return;
        }
        QueueStatus.Estimate estimate = queue.isInOrder() && queue.presumedWaiting() > 0
                ? new QueueStatus.Estimate(
                        queue.presumedWaiting(),
                        queue.startRate().perSecond(),
                        queue.frontier().spread())
                : null;
        all.add(new QueueStatus(
                taskClass,
                counts.waiting(),
                counts.running(),
                counts.notAsked(),
                queue.hasWaited() ? queue.inOrder() : null,
                estimate));
    }

    /** The queue whose frontier is the least certain of those that are in order, or null without any. */
    @Nullable ServiceQueue<T> leastCertain() {
        ServiceQueue<T> least = null;
        for (ServiceQueue<T> each : byClass.values()) {
            least = lessCertain(least, each);
        }
        return lessCertain(least, others);
    }

    private static <T> @Nullable ServiceQueue<T> lessCertain(@Nullable ServiceQueue<T> one, ServiceQueue<T> other) {
        boolean counts = other.presumedWaiting() > 0 && other.isInOrder();
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
