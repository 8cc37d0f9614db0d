package io.mpsbridge.pipeline;

import io.mpsbridge.limit.Quota;
import io.mpsbridge.poll.Phase;
import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import io.mpsbridge.poll.QueuePosition;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.Lifetime;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tasks in flight, and the consequences of each answer. Runs nothing and waits for nothing. Owned by the pipeline's
 * thread.
 *
 * <p>An exception over one event costs that event: it is handed over, and the others go on. An exception that may have
 * damaged shared state is thrown.
 */
final class Polling {

    /** Caps ages, so that monotonic times can be compared by difference. */
    private static final long MOST_AGE = Long.MAX_VALUE / 4;

    private final PipelineSettings settings;
    private final Quota quota;
    private final PollPlan<TrackedTask> plan;
    private final TaskPipeline.Outcomes outcomes;
    private final TaskPipeline.Clocks clocks;
    private final ServiceClock serviceClock;
    private final Deadlines deadlines;
    private final PollSelector selector;
    private final ServiceHealth health;
    private final CircuitBreaker breaker;
    private final Map<String, TrackedTask> tasks = new HashMap<>();
    private final InFlightEvents events = new InFlightEvents();

    private int failing;
    /** Tasks that were failing when the last good answer came: their failures are their own. */
    private int failingOnTheirOwn;

    private long unknownStatuses;

    Polling(
            PipelineSettings settings,
            TaskPipeline.Pacing pacing,
            PollPlan<TrackedTask> plan,
            TaskPipeline.Outcomes outcomes,
            TaskPipeline.Clocks clocks) {
        this.settings = settings;
        this.quota = pacing.quota();
        this.plan = plan;
        this.outcomes = outcomes;
        this.clocks = clocks;
        this.serviceClock = new ServiceClock(clocks.wall(), clocks.nanos());
        this.deadlines = new Deadlines(settings, serviceClock);
        this.health = new ServiceHealth(plan, pacing, serviceClock, clocks.wall());
        this.breaker = health.breaker();
        this.selector = new PollSelector(pacing, plan, breaker);
    }

    /** Learns from a task that ended before the start. */
    void learn(Lifetime lifetime) {
        plan.learn(
                lifetime.model(),
                lifetime.unfinished().toNanos(),
                lifetime.ended().toNanos());
    }

    /** Takes in an event, which will get its outcome. */
    void add(Accepted event) {
        TrackedTask known = tasks.get(event.task().taskId());
        TrackedTask fresh = null;
        try {
            fresh = known == null ? new TrackedTask(event, nowNanos() - age(event)) : null;
            events.add(event);
        } catch (RuntimeException e) {
            outcomes.failed(event, e);
            return;
        }
        if (fresh != null) {
            tasks.put(fresh.taskId(), fresh);
            tellDeadline(fresh);
            plan.add(fresh.entry(), nowNanos());
            selector.added(fresh);
            expire(fresh);
        } else if (known != null) {
            join(known, event);
            expire(known);
        }
    }

    /** Brings forward the next poll of those of these tasks that are in flight; returns which are. */
    Set<String> hint(Set<String> taskIds) {
        Set<String> known = new HashSet<>();
        for (String taskId : taskIds) {
            TrackedTask task = tasks.get(taskId);
            if (task != null) {
                plan.hint(task.entry(), nowNanos());
                known.add(taskId);
            }
        }
        return known;
    }

    private void join(TrackedTask task, Accepted event) {
        task.join(event);
        tellDeadline(task);
        if (task.entry().replayed() && !TrackedTask.isReplayed(event)) {
            boolean waits = plan.remove(task.entry());
            task.entry().live();
            if (waits) {
                plan.returned(task.entry(), nowNanos());
            }
        }
    }

    /** Drops all events of one assignment of a partition, without an answer. */
    void forget(int partition, int epoch) {
        tasks.values().removeIf(task -> {
            task.release(event -> isOf(event.origin(), partition, epoch)).forEach(events::remove);
            if (task.abandoned()) {
                plan.remove(task.entry());
                failing -= task.failureStreak() == null ? 0 : 1;
            }
            return task.abandoned();
        });
    }

    TrackedTask[] tasks() {
        return tasks.values().toArray(TrackedTask[]::new);
    }

    /** Where each of these tasks stands in the service's queue, of those that are in flight and where it is known. */
    Map<String, TaskPosition> positions(Collection<String> taskIds) {
        long nowNanos = nowNanos();
        Map<String, TaskPosition> positions = new HashMap<>();
        for (String taskId : taskIds) {
            TrackedTask task = tasks.get(taskId);
            QueuePosition position = task == null ? null : plan.position(task.entry(), nowNanos);
            if (position != null && position.phase() != Phase.UNKNOWN) {
                positions.put(taskId, TaskPosition.of(position, serviceClock));
            }
        }
        return positions;
    }

    /** Answers those of a task's events that are too old to poll. */
    void expire(TrackedTask task) {
        if (task.abandoned()) {
            return;
        }
        try {
            end(VerdictHandler.expired(task, deadlines, nowNanos()));
        } catch (RuntimeException e) {
            giveUp(task, e);
            return;
        }
        if (task.abandoned()) {
            leave(task);
        }
    }

    boolean isClockConfirmed() {
        return serviceClock.isConfirmed();
    }

    /** A request was not sent after all. */
    void unsent(TrackedTask task) {
        selector.callEnded(task, nowNanos());
        if (!task.abandoned()) {
            plan.returned(task.entry(), nowNanos());
        }
    }

    /** The answer to a request came. */
    void answered(TrackedTask task, long sentNanos, Answer answer) {
        long nowNanos = nowNanos();
        selector.callEnded(task, nowNanos);
        if (task.abandoned()) {
            return;
        }
        health.learnTime(answer.date(), sentNanos, nowNanos);
        HealthSignal signal;
        try {
            signal = HealthSignal.of(answer.verdict());
        } catch (RuntimeException e) {
            giveUp(task, e);
            return;
        }
        if (answer.date() == null && signal.kind().isGood()) {
            serviceClock.accepted(nowNanos);
        }
        boolean wasFailing = task.failureStreak() != null;
        health.judge(task, signal, sentNanos, nowNanos, tasks.size() - failingOnTheirOwn);
        PollResult polled = new PollResult(
                task, answer.verdict(), sentNanos, nowNanos, breaker.isOpen(), breaker.activeNanos(nowNanos));
        VerdictHandler.Result result;
        try {
            result = new VerdictHandler(settings, deadlines, health.successes(), polled).result();
        } catch (RuntimeException e) {
            recount(task, wasFailing);
            giveUp(task, e);
            return;
        }
        recount(task, wasFailing);
        settle(polled, signal, result);
        health.log();
    }

    PollSelector selector() {
        return selector;
    }

    PipelineStatus status() {
        long nowNanos = nowNanos();
        Instant wall = clocks.wall().instant();
        Duration offset = serviceClock.offset();
        return new PipelineStatus(
                tasks.size(),
                events.size(),
                events.oldest(),
                selector.openCalls(),
                Duration.ofNanos(plan.longestUnpolledNanos(nowNanos)).toMillis(),
                quota.status(nowNanos, wall),
                breaker.hold().orElse(null),
                breaker.isOpen()
                        ? Times.plus(wall, Duration.ofNanos(breaker.waitNanos(nowNanos, quota.share())))
                        : null,
                breaker.position(),
                offset == null ? null : offset.toMillis(),
                failing,
                unknownStatuses,
                plan.queues());
    }

    private void settle(PollResult polled, HealthSignal signal, VerdictHandler.Result result) {
        TrackedTask task = polled.task();
        PlanEntry<TrackedTask> entry = task.entry();
        end(result.endings());
        // Its events and the clock may have changed.
        tellDeadline(task);
        switch (result.next()) {
            case UNFINISHED -> {
                plan.unfinished(entry, task.phase(), polled.sentNanos(), polled.nowNanos());
                unknownStatuses += task.status() != null && task.phase() == Phase.UNKNOWN ? 1 : 0;
            }
            case BACK_OFF -> plan.failed(entry, result.failure(), polled.nowNanos());
            case UNTOUCHED -> plan.returned(entry, polled.nowNanos());
            case ENDED -> {
                plan.ended(entry, polled.sentNanos(), polled.nowNanos());
                leave(task);
            }
            case GIVEN_UP -> leave(task);
        }
        expire(task);
        if (signal.kind().isGood()) {
            failingOnTheirOwn = failing;
        }
    }

    private void tellDeadline(TrackedTask task) {
        plan.deadline(task.entry(), deadlines.firstNanos(task, nowNanos()));
    }

    private void end(List<VerdictHandler.Ending> endings) {
        for (VerdictHandler.Ending ending : endings) {
            events.remove(ending.event());
            ending.handOver(outcomes);
        }
    }

    /** An unexpected exception cost the task its answer. */
    private void giveUp(TrackedTask task, RuntimeException error) {
        for (Accepted event : task.release(event -> true)) {
            events.remove(event);
            outcomes.failed(event, error);
        }
        leave(task);
    }

    private void leave(TrackedTask task) {
        plan.remove(task.entry());
        tasks.remove(task.taskId(), task);
        failing -= task.failureStreak() == null ? 0 : 1;
    }

    private void recount(TrackedTask task, boolean wasFailing) {
        failing += (task.failureStreak() == null ? 0 : 1) - (wasFailing ? 1 : 0);
    }

    private long age(Accepted event) {
        long age = Times.nanosBetween(event.task().createdAt(), serviceClock.at(nowNanos()));
        return Math.max(0, Math.min(MOST_AGE, age));
    }

    private long nowNanos() {
        return clocks.nanos().getAsLong();
    }

    private static boolean isOf(Origin origin, int partition, int epoch) {
        return origin.partition() == partition && origin.epoch() == epoch;
    }
}
