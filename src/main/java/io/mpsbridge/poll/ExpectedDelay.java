package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * The delay to be expected since a task was last asked about ({@link Survival#delay}), and when it reaches a price. Two
 * views of a task are weighed by how far its queue is in order: by its age since it was created, from how long tasks
 * take altogether; and by its age since it started, from how long they run.
 *
 * <p>A task that is presumed to wait may start out of turn: with a part e of the tasks at once, and at a rate h later,
 * its delay is e times that of a task that started when it was created, or the integral of h (t - m) dt beyond the mean
 * run time m, h (t - m)^2 / 2.
 */
final class ExpectedDelay<T> {

    /** Weights closer to 0 or 1 count as these, which spares the other view. */
    private static final double NEGLIGIBLE = 0.02;
    /** This many failures may be the service's: the task is as overdue as before. */
    private static final int FORGOTTEN_FAILURES = 2;
    /** Times are not further away, so that they can be compared by difference. */
    private static final double HORIZON = 0x1.0p61;

    private static final int BISECTIONS = 8;
    private static final double NEARLY_ALL = 0.95;
    private static final double SECOND = 1e9;

    private final TaskTimes times;
    private final ServiceQueues<T> queues;

    ExpectedDelay(TaskTimes times, ServiceQueues<T> queues) {
        this.times = times;
        this.queues = queues;
    }

    /** A task was found unfinished, by a poll sent at {@code sentNanos}. */
    void unfinished(PlanEntry<T> entry, Phase phase, long sentNanos, long nowNanos) {
        times.livedOn(entry.taskClass(), entry.knownAge(), entry.age(sentNanos));
        queues.answered(entry, phase);
        if (phase == Phase.WAITING) {
            times.waited();
            queues.waits(entry, sentNanos, nowNanos);
            return;
        }
        if (phase == Phase.RUNNING && entry.startState != StartState.STARTED) {
            queues.started(entry, sentNanos, nowNanos);
            boundStart(entry, sentNanos);
        }
        times.ranOn(entry.taskClass(), knownRun(entry, entry.startNanos), run(entry.startNanos, sentNanos));
    }

    /**
     * A task that would have run for longer than nearly all do has started later than was presumed, or it would count
     * as stuck from now on. One that runs at a random moment has run for half of the mean.
     */
    private void boundStart(PlanEntry<T> entry, long sentNanos) {
        Survival run = times.runTime(entry.taskClass());
        if (inOrder(entry.queue) > 0 && run(entry.startNanos, sentNanos) > run.quantile(NEARLY_ALL)) {
            entry.startNanos = sentNanos - (long) (run.mean() / 2);
        }
    }

    /** A task was found to have ended, by a poll sent at {@code sentNanos}. */
    void ended(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        times.lived(entry.taskClass(), entry.knownAge(), entry.age(sentNanos));
        queues.started(entry, sentNanos, nowNanos);
        times.ran(entry.taskClass(), knownRun(entry, entry.startNanos), run(entry.startNanos, sentNanos));
    }

    /** How probable it was that a task which was unfinished when it was last asked about has ended by then. */
    double endedWithin(PlanEntry<T> entry, long sentNanos) {
        Survival lifetime = times.lifetime(entry.taskClass());
        return -Math.expm1(lifetime.log(entry.age(sentNanos)) - lifetime.log(entry.knownAge()));
    }

    /**
     * As {@link #ended}, of a task that lived until {@code fromNanos} and not beyond {@code toNanos}, as its hint says.
     * Hints come about tasks that have ended, not about those that wait: what such a one says of the order of the queue
     * is no evidence.
     */
    void endedAfterHint(PlanEntry<T> entry, long fromNanos, long toNanos, long nowNanos) {
        long lived = fromNanos - entry.lastUnfinishedNanos > 0 ? fromNanos : entry.lastUnfinishedNanos;
        long ended = toNanos - lived > 0 ? toNanos : lived;
        times.livedOn(entry.taskClass(), entry.knownAge(), entry.age(lived));
        if (isWaiting(entry)) {
            times.lived(entry.taskClass(), entry.age(lived), entry.age(ended));
            return;
        }
        times.ranOn(entry.taskClass(), knownRun(entry, entry.startNanos), run(entry.startNanos, lived));
        entry.lastUnfinishedNanos = lived;
        ended(entry, ended, nowNanos);
    }

    /** Nanoseconds. */
    double at(PlanEntry<T> entry, long nowNanos) {
        double inOrder = inOrder(entry.queue);
        double byAge = inOrder == 1 ? 0 : byAge(entry, nowNanos);
        return inOrder == 0
                ? byAge
                : inOrder * byRun(entry, startNanos(entry, nowNanos), nowNanos) + (1 - inOrder) * byAge;
    }

    /** When the delay reaches {@code price}, in nanoseconds, on the plan's clock. */
    long crossing(PlanEntry<T> entry, double price, long nowNanos) {
        double inOrder = inOrder(entry.queue);
        if (inOrder == 0) {
            return ageCrossing(entry, price);
        }
        long startNanos = startNanos(entry, nowNanos);
        long byRun = runCrossing(entry, startNanos, price, nowNanos);
        if (inOrder == 1) {
            return byRun;
        }
        long byAge = ageCrossing(entry, price);
        double low = Math.min(byRun - nowNanos, byAge - nowNanos);
        double high = Math.max(byRun - nowNanos, byAge - nowNanos);
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            long at = nowNanos + (long) middle;
            if (inOrder * byRun(entry, startNanos, at) + (1 - inOrder) * byAge(entry, at) < price) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return nowNanos + (long) high;
    }

    private double byAge(PlanEntry<T> entry, long nowNanos) {
        return times.lifetime(entry.taskClass()).delay(entry.knownAge(), entry.age(nowNanos)) - ageDelayBefore(entry);
    }

    private long ageCrossing(PlanEntry<T> entry, double price) {
        double age = times.lifetime(entry.taskClass()).crossing(entry.knownAge(), price + ageDelayBefore(entry));
        return entry.bornNanos() + (long) Math.min(HORIZON, age);
    }

    /** The part of the delay that had accrued when the task was last asked about in vain. */
    private double ageDelayBefore(PlanEntry<T> entry) {
        return entry.failures <= FORGOTTEN_FAILURES
                ? 0
                : times.lifetime(entry.taskClass()).delay(entry.knownAge(), entry.age(entry.lastPolledNanos));
    }

    private double byRun(PlanEntry<T> entry, long startNanos, long nowNanos) {
        double inTurn = runDelay(entry, startNanos, nowNanos) - runDelayBefore(entry, startNanos);
        return isWaiting(entry) ? Math.max(inTurn, outOfTurn(entry, nowNanos)) : inTurn;
    }

    private long runCrossing(PlanEntry<T> entry, long startNanos, double price, long nowNanos) {
        double run = times.runTime(entry.taskClass())
                .crossing(knownRun(entry, startNanos), price + runDelayBefore(entry, startNanos));
        long inTurn = startNanos + (long) Math.min(HORIZON, run);
        return isWaiting(entry)
                ? nowNanos + Math.min(inTurn - nowNanos, outOfTurnCrossing(entry, price) - nowNanos)
                : inTurn;
    }

    private double runDelayBefore(PlanEntry<T> entry, long startNanos) {
        return entry.failures <= FORGOTTEN_FAILURES ? 0 : runDelay(entry, startNanos, entry.lastPolledNanos);
    }

    private double runDelay(PlanEntry<T> entry, long startNanos, long nowNanos) {
        double run = run(startNanos, nowNanos);
        return times.runTime(entry.taskClass()).delay(Math.min(run, knownRun(entry, startNanos)), run);
    }

    private double outOfTurn(PlanEntry<T> entry, long nowNanos) {
        Survival run = times.runTime(entry.taskClass());
        Overtaking overtaking = overtaking(entry);
        double beyond = Math.max(0, nowNanos - entry.lastUnfinishedNanos - run.mean());
        double later = overtaking.perSecond() / SECOND * beyond * beyond / 2;
        return entry.seenAlive() ? later : Math.max(later, overtaking.atOnce() * run.delay(0, entry.age(nowNanos)));
    }

    private long outOfTurnCrossing(PlanEntry<T> entry, double price) {
        Survival run = times.runTime(entry.taskClass());
        Overtaking overtaking = overtaking(entry);
        double later = run.mean() + Math.sqrt(2 * price * SECOND / overtaking.perSecond());
        double first = entry.seenAlive() ? later : Math.min(later, run.crossing(0, price / overtaking.atOnce()));
        return entry.lastUnfinishedNanos + (long) Math.min(HORIZON, first);
    }

    private static double run(long startNanos, long nowNanos) {
        return (double) Math.max(0, nowNanos - startNanos);
    }

    /** How long the task had run when it was last found unfinished. */
    private static double knownRun(PlanEntry<?> entry, long startNanos) {
        return (double) Math.max(0, entry.lastUnfinishedNanos - startNanos);
    }

    private static boolean isWaiting(PlanEntry<?> entry) {
        return entry.startState == StartState.PRESUMED_WAITING;
    }

    private static <T> long startNanos(PlanEntry<T> entry, long nowNanos) {
        return entry.queue == null ? entry.startNanos : entry.queue.startNanos(entry, nowNanos);
    }

    private static Overtaking overtaking(PlanEntry<?> entry) {
        if (entry.queue == null) {
            throw new IllegalStateException("a task waits in no queue");
        }
        return entry.queue.overtaking();
    }

    private static double inOrder(@Nullable ServiceQueue<?> queue) {
        double inOrder = queue == null ? 0 : queue.inOrder();
        return inOrder < NEGLIGIBLE ? 0 : inOrder > 1 - NEGLIGIBLE ? 1 : inOrder;
    }
}
