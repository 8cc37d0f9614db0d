package io.mpsbridge.pipeline;

import io.mpsbridge.limit.Quota;
import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks in flight and what becomes of them: who is asked about next, and what follows from an answer. Runs nothing and
 * waits for nothing. Owned by the pipeline's thread.
 *
 * <p>An exception that comes of one event is that event's: it is handed over, and the others go on. One from here, where
 * several events' state may be damaged, is thrown.
 */
final class Polling implements PollDispatcher.Source {

    /** No task is taken to be older, so that moments of the monotonic clock can be compared by difference. */
    private static final long MOST_AGE = Long.MAX_VALUE / 4;

    private static final Set<String> STATUSES = Set.of("WAIT", "RUN");

    private final PipelineSettings settings;
    private final Quota quota;
    private final PollPlan<TrackedTask> plan;
    private final TaskPipeline.Outcomes outcomes;
    private final TaskPipeline.Clocks clocks;
    private final ServiceClock serviceClock;
    private final Deadlines deadlines;
    private final CircuitBreaker breaker = new CircuitBreaker();
    private final HoldLog log = new HoldLog();
    private final Probes probes;
    private final GoodAnswers well = new GoodAnswers();
    private final FailuresOnTrial forgiveness = new FailuresOnTrial();
    private final Map<String, TrackedTask> watches = new HashMap<>();
    private final EventAges events = new EventAges();

    private final NewcomerBulkhead newcomers = new NewcomerBulkhead();
    private final int maxOpen;
    /** Taken out of the plan, for the permit that is there. */
    private @Nullable TrackedTask next;

    private int open;
    private int inTrouble;
    /** Of these, as many were when the last good answer came: the trouble is their own. */
    private int inOwnTrouble;

    private long unknownStatuses;

    Polling(
            PipelineSettings settings,
            TaskPipeline.Pacing pacing,
            PollPlan<TrackedTask> plan,
            TaskPipeline.Outcomes outcomes,
            TaskPipeline.Clocks clocks) {
        this.settings = settings;
        this.quota = pacing.quota();
        this.maxOpen = pacing.maxOpen();
        this.plan = plan;
        this.outcomes = outcomes;
        this.clocks = clocks;
        this.serviceClock = new ServiceClock(clocks.wall(), clocks.nanos());
        this.deadlines = new Deadlines(settings, serviceClock);
        this.probes = new Probes(plan, pacing.poll().minInterval().toNanos());
    }

    /** Takes in an event, which will get its outcome. */
    void add(Accepted event) {
        TrackedTask known = watches.get(event.task().taskId());
        TrackedTask fresh = null;
        try {
            fresh = known == null ? new TrackedTask(event, now() - age(event)) : null;
            events.add(event);
        } catch (RuntimeException e) {
            outcomes.failed(event, e);
            return;
        }
        if (fresh != null) {
            watches.put(fresh.taskId(), fresh);
            plan.add(fresh.entry(), now());
            probes.added(fresh);
            expire(fresh);
        } else if (known != null) {
            join(known, event);
            expire(known);
        }
    }

    private void join(TrackedTask watch, Accepted event) {
        watch.join(event);
        if (watch.entry().replayed() && !TrackedTask.isReplayed(event)) {
            boolean waits = plan.remove(watch.entry());
            watch.entry().live();
            if (waits) {
                plan.returned(watch.entry(), now());
            }
        }
    }

    /** Drops all events of one assignment of a partition, without an answer. */
    void forget(int partition, int epoch) {
        watches.values().removeIf(watch -> {
            watch.release(event -> isOf(event.origin(), partition, epoch)).forEach(events::remove);
            if (watch.abandoned()) {
                plan.remove(watch.entry());
                inTrouble -= watch.trouble() == null ? 0 : 1;
            }
            return watch.abandoned();
        });
    }

    TrackedTask[] watches() {
        return watches.values().toArray(TrackedTask[]::new);
    }

    /** Lets go what of a task is too old to be asked about. */
    void expire(TrackedTask watch) {
        if (watch.abandoned()) {
            return;
        }
        try {
            end(VerdictHandler.expired(watch, deadlines, now()));
        } catch (RuntimeException e) {
            giveUp(watch, e);
            return;
        }
        if (watch.abandoned()) {
            leave(watch);
        }
    }

    boolean isClockConfirmed() {
        return serviceClock.isConfirmed();
    }

    @Override
    public long waitNanos(long now) {
        long others = Math.max(breaker.waitNanos(now, quota.share()), quota.waitNanos(now));
        if (breaker.isOpen()) {
            newcomers.drainTo(watch -> plan.returned(watch.entry(), now));
            return Math.max(others, probes.waitNanos(now));
        }
        if (others == 0 && next == null) {
            next = choose(now);
        }
        boolean isChosen = next != null || (others > 0 && newcomers.holdsAny());
        return isChosen ? others : Math.max(others, plan.waitNanos(now));
    }

    /** The next to be asked about, or null while there is none. */
    private @Nullable TrackedTask choose(long now) {
        int most = Math.min(quota.share(), maxOpen);
        boolean isTheirTurn = newcomers.isTurn() || plan.waitNanos(now) > 0;
        TrackedTask chosen = isTheirTurn ? newcomers.next(most) : null;
        while (chosen == null && plan.waitNanos(now) == 0) {
            chosen = plan.take(now).payload();
            if (!newcomers.hasRoom(chosen, most)) {
                newcomers.setAside(chosen);
                chosen = null;
            }
        }
        return chosen;
    }

    @Override
    public TrackedTask take(long now) {
        quota.take(now);
        breaker.left(now, quota.share());
        open++;
        TrackedTask taken = next == null ? probes.take(now) : next;
        next = null;
        newcomers.opened(taken);
        return taken;
    }

    /** A request was not sent after all. */
    void unsent(TrackedTask watch) {
        over(watch, now());
        if (!watch.abandoned()) {
            plan.returned(watch.entry(), now());
        }
    }

    /** The answer to a request came. */
    void answered(TrackedTask watch, long sentNanos, Answer answer) {
        long now = now();
        over(watch, now);
        if (watch.abandoned()) {
            return;
        }
        learnTime(answer.date(), sentNanos, now);
        Evidence evidence;
        try {
            evidence = Evidence.of(answer.verdict());
        } catch (RuntimeException e) {
            giveUp(watch, e);
            return;
        }
        if (answer.date() == null && evidence.kind().isGood()) {
            serviceClock.accepted(now);
        }
        boolean wasInTrouble = watch.trouble() != null;
        weigh(watch, evidence, sentNanos, now);
        PollResult polled =
                new PollResult(watch, answer.verdict(), sentNanos, now, breaker.isOpen(), breaker.flowed(now));
        VerdictHandler.Result result;
        try {
            result = new VerdictHandler(settings, deadlines, well, polled).result();
        } catch (RuntimeException e) {
            recount(watch, wasInTrouble);
            giveUp(watch, e);
            return;
        }
        recount(watch, wasInTrouble);
        settle(polled, evidence, result);
        log.look(breaker.position(), breaker.hold().orElse(null));
    }

    PipelineStatus status() {
        long now = now();
        Instant wall = clocks.wall().instant();
        Duration offset = serviceClock.offset();
        return new PipelineStatus(
                watches.size(),
                events.size(),
                events.oldest(),
                open,
                Duration.ofNanos(plan.longestSilence(now)).toMillis(),
                quota.status(now, wall),
                breaker.hold().orElse(null),
                breaker.isOpen() ? Times.plus(wall, Duration.ofNanos(breaker.waitNanos(now, quota.share()))) : null,
                breaker.position(),
                offset == null ? null : offset.toMillis(),
                inTrouble,
                unknownStatuses);
    }

    private void learnTime(@Nullable Instant date, long sentNanos, long now) {
        if (date == null) {
            return;
        }
        serviceClock.answered(date, sentNanos, now);
        if (serviceClock.isOff()) {
            breaker.clockIsOff(
                    new Evidence(
                            Evidence.Kind.REFUSED,
                            "clock-off",
                            "MPS's clock is ahead of this machine's by " + serviceClock.offset()
                                    + " (negative: behind); set this machine's clock, by NTP for one"),
                    now,
                    clocks.wall().instant());
        } else if (breaker.clockAgrees(now)) {
            forgiveness.forgive(this::forgive);
        }
    }

    /** The only place where an answer is taken for what it says about the service. */
    private void weigh(TrackedTask watch, Evidence evidence, long sentNanos, long now) {
        FailureStreak before = watch.trouble();
        if (evidence.kind() == Evidence.Kind.THROTTLED) {
            if (before == null || !before.isThrottled()) {
                quota.throttled(sentNanos, now);
            }
            return;
        }
        boolean good = evidence.kind().isGood();
        long failingSince = good ? now : watch.failing(now).sinceNanos();
        // Who is not found has waited for a second or two; a thousand ids of another account are not to come first for
        // it.
        if (!good && before == null && evidence.kind() != Evidence.Kind.NOT_FOUND) {
            forgiveness.add(watch);
        }
        boolean ended = breaker.answered(new Observation(
                evidence,
                watch.taskId(),
                watch.seenAlive(),
                failingSince,
                sentNanos,
                now,
                clocks.wall().instant(),
                watches.size() - inOwnTrouble,
                plan.longestSilent(true) != null));
        if (evidence.kind() == Evidence.Kind.GOOD) {
            well.add(watch.taskId());
        }
        if (ended) {
            forgiveness.forgive(this::forgive);
        } else if (good && !breaker.isOpen()) {
            forgiveness.clear();
        }
    }

    private void forgive(TrackedTask watch) {
        plan.forgiven(watch.entry(), now());
    }

    private void settle(PollResult polled, Evidence evidence, VerdictHandler.Result result) {
        TrackedTask watch = polled.watch();
        PlanEntry<TrackedTask> entry = watch.entry();
        end(result.endings());
        switch (result.next()) {
            case UNFINISHED -> {
                plan.unfinished(entry, polled.sentNanos(), polled.nowNanos());
                unknownStatuses += watch.status() == null || STATUSES.contains(watch.status()) ? 0 : 1;
            }
            case BACK_OFF -> plan.failed(entry, result.failure(), polled.nowNanos());
            case UNTOUCHED -> plan.returned(entry, polled.nowNanos());
            case ENDED -> {
                plan.finished(entry, polled.sentNanos(), polled.nowNanos());
                leave(watch);
            }
            case GIVEN_UP -> leave(watch);
        }
        expire(watch);
        if (evidence.kind().isGood()) {
            inOwnTrouble = inTrouble;
        }
    }

    private void end(List<VerdictHandler.Ending> endings) {
        for (VerdictHandler.Ending ending : endings) {
            events.remove(ending.event());
            ending.handOver(outcomes);
        }
    }

    /** An exception that nobody expected cost the task its answer. */
    private void giveUp(TrackedTask watch, RuntimeException error) {
        for (Accepted event : watch.release(event -> true)) {
            events.remove(event);
            outcomes.failed(event, error);
        }
        leave(watch);
    }

    private void leave(TrackedTask watch) {
        plan.remove(watch.entry());
        watches.remove(watch.taskId(), watch);
        inTrouble -= watch.trouble() == null ? 0 : 1;
    }

    private void recount(TrackedTask watch, boolean wasInTrouble) {
        inTrouble += (watch.trouble() == null ? 0 : 1) - (wasInTrouble ? 1 : 0);
    }

    private void over(TrackedTask watch, long now) {
        open--;
        newcomers.over(watch);
        quota.giveBack(now);
    }

    private long age(Accepted event) {
        long age = Times.nanosBetween(event.task().createdAt(), serviceClock.at(now()));
        return Math.max(0, Math.min(MOST_AGE, age));
    }

    private long now() {
        return clocks.nanos().getAsLong();
    }

    private static boolean isOf(Origin origin, int partition, int epoch) {
        return origin.partition() == partition && origin.epoch() == epoch;
    }
}
