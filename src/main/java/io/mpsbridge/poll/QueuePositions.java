package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/** Says where tasks stand in the service's queue, where there is reason to say it. */
final class QueuePositions<T> {

    private static final double SECOND = 1e9;
    private static final double HALF = 0.5;
    /** How much longer a task takes that has outlived so many follows from few, and is not said. */
    private static final double NEARLY_ALL = 0.9;
    /** No end is further away, so that times can be compared by difference. */
    private static final double HORIZON = 0x1.0p60;

    private final TaskTimes times;

    QueuePositions(TaskTimes times) {
        this.times = times;
    }

    QueuePosition of(PlanEntry<T> entry, long nowNanos) {
        ServiceQueue<T> queue = entry.queue;
        if (queue == null) {
            return QueuePosition.UNKNOWN;
        }
        if (queue.isInOrder() && entry.startState == StartState.PRESUMED_WAITING) {
            int before = queue.before(entry);
            Double perSecond = queue.startRate().perSecond();
            Long end = perSecond == null ? null : end(entry, nowNanos + (long) (SECOND * before / perSecond));
            return new QueuePosition(Phase.WAITING, before, end);
        }
        boolean runs = entry.startState == StartState.STARTED ? entry.answered() == Phase.RUNNING : queue.isInOrder();
        if (runs) {
            boolean isStartKnown = queue.isInOrder() || !queue.hasWaited();
            return new QueuePosition(Phase.RUNNING, null, isStartKnown ? end(entry, entry.startNanos) : null);
        }
        Phase answered = entry.answered();
        return answered == null ? QueuePosition.UNKNOWN : new QueuePosition(answered, null, null);
    }

    private @Nullable Long end(PlanEntry<T> entry, long startNanos) {
        if (times.isCold()) {
            return null;
        }
        Survival run = times.runTime(entry.taskClass());
        double known = (double) Math.max(0, entry.lastUnfinishedNanos - startNanos);
        return known > run.quantile(NEARLY_ALL)
                ? null
                : Long.valueOf(startNanos + (long) Math.min(HORIZON, run.quantile(known, HALF)));
    }
}
