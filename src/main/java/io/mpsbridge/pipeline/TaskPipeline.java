package io.mpsbridge.pipeline;

import io.mpsbridge.limit.Quota;
import io.mpsbridge.limit.Shares;
import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.Plans;
import io.mpsbridge.poll.PollPlan;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Lifetime;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Times;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Watches accepted tasks until they have ended: the plan says which task is asked about next, the permits when, and the
 * verdict what follows. Each accepted event gets exactly one outcome, unless its partition is forgotten first.
 *
 * <p>All state is confined to one worker of the given scheduler; the public methods may be called from any thread and
 * hand over to it. What is held is bounded by what the caller lets in.
 */
public final class TaskPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(TaskPipeline.class);

    /** Asks MPS about one task. */
    @FunctionalInterface
    public interface Asker {
        /**
         * Cold; everything that the wire can do is a verdict, an error is a bug. Empty if the request was not sent.
         *
         * @param mayLeave looked at when the connection is there, just before the request is written, from any thread;
         *     where it says no, nothing is written
         */
        Mono<Verdict> ask(String taskId, BooleanSupplier mayLeave);
    }

    /** Takes what the pipeline has to tell; called on its worker, must not block. */
    @FunctionalInterface
    public interface Outcomes {
        /** An accepted event has its answer. */
        void finished(Origin origin, TaskOutcome outcome);
    }

    /**
     * What the pipeline reads time from and runs on.
     *
     * @param nanos a monotonic clock
     * @param scheduler single-threaded
     */
    public record Clocks(InstantSource wall, LongSupplier nanos, Scheduler scheduler) {}

    /**
     * What decides when a request leaves.
     *
     * @param maxOpen calls that may be open at once
     */
    public record Pacing(PollSettings poll, Quota quota, int maxOpen) {}

    private final PipelineSettings settings;
    private final Pacing pacing;
    private final PollPlan<Watch> plan;
    private final Asker asker;
    private final Outcomes outcomes;
    private final Clocks clocks;
    private final Scheduler.Worker worker;
    private final Turns turns;
    private final ServiceGate gate = new ServiceGate();
    private final Map<String, Watch> watches = new HashMap<>();
    private final EventAges events = new EventAges();

    private int open;

    /** Nothing is asked before {@link #run} is subscribed to. */
    public TaskPipeline(PipelineSettings settings, Pacing pacing, Asker asker, Outcomes outcomes, Clocks clocks) {
        this.settings = settings;
        this.pacing = pacing;
        this.plan = Plans.of(pacing.poll(), pacing.quota().limit());
        this.asker = asker;
        this.outcomes = outcomes;
        this.clocks = clocks;
        this.worker = clocks.scheduler().createWorker();
        this.turns = new Turns(new NextTurn(), worker, clocks.nanos());
    }

    /**
     * Polls until {@link #stop}; completes once the calls that were open then have been answered. An error is a bug. One
     * subscription.
     */
    public Mono<Void> run() {
        return turns.flux()
                .flatMap(this::ask, pacing.maxOpen(), 1)
                .publishOn(clocks.scheduler())
                .doOnNext(Runnable::run)
                .then();
    }

    /** Takes in events; each will get its outcome. */
    public void watch(Collection<Accepted> accepted) {
        worker.schedule(() -> {
            accepted.forEach(this::add);
            turns.changed();
        });
    }

    /** How long other tasks took, before the start; from any thread. */
    public void learn(Collection<Lifetime> lifetimes) {
        worker.schedule(() -> lifetimes.forEach(each -> plan.learn(
                each.model(), each.unfinished().toNanos(), each.ended().toNanos())));
    }

    /** Drops all events of one assignment of a partition, without an answer. */
    public void forget(int partition, int epoch) {
        worker.schedule(() -> watches.values().removeIf(watch -> {
            watch.release(event -> isOf(event.origin(), partition, epoch)).forEach(events::remove);
            if (watch.abandoned()) {
                plan.remove(watch.entry());
            }
            return watch.abandoned();
        }));
    }

    /** The partitions that are this replica's, and with them its share of the quota; from any thread. */
    public void own(Set<Integer> owned, int partitions) {
        worker.schedule(() -> {
            int share = Shares.of(owned, partitions, pacing.quota().limit());
            pacing.quota().share(share, clocks.nanos().getAsLong());
            LOG.atInfo()
                    .addKeyValue("permits", share)
                    .addKeyValue("of", pacing.quota().limit())
                    .log("share of the quota");
            turns.changed();
        });
    }

    /** Nothing is asked from this moment of the monotonic clock on, until it is put off; from any thread. */
    public void leaseUntil(long endNanos, long wallEndMillis) {
        worker.schedule(() -> {
            boolean held = pacing.quota().held(clocks.nanos().getAsLong()).isPresent();
            pacing.quota().leaseUntil(endNanos, wallEndMillis);
            if (held) {
                turns.changed();
            }
        });
    }

    /** Asks about nothing more. */
    public void stop() {
        worker.schedule(turns::stop);
    }

    /** How things stand. */
    public Mono<PipelineStatus> status() {
        return Mono.create(sink -> worker.schedule(() -> sink.success(read())));
    }

    private PipelineStatus read() {
        long now = clocks.nanos().getAsLong();
        Instant wall = clocks.wall().instant();
        return new PipelineStatus(
                watches.size(),
                events.size(),
                events.oldest(),
                open,
                Duration.ofNanos(plan.longestSilence(now)).toMillis(),
                pacing.quota().status(now, wall),
                gate.hold().orElse(null),
                gate.hold().isPresent() ? wall.plusNanos(gate.probeIn(now)) : null,
                gate.isOpening(now, open));
    }

    /** Every task in flight, in slices, for people to look at; polling goes on in between. */
    public Flux<List<TaskView>> tasks() {
        return new TaskSurvey(() -> watches.values().toArray(Watch[]::new), worker, clocks.nanos()).slices();
    }

    private static boolean isOf(Origin origin, int partition, int epoch) {
        return origin.partition() == partition && origin.epoch() == epoch;
    }

    private void add(Accepted event) {
        events.add(event);
        Watch watch = watches.get(event.task().taskId());
        if (watch == null) {
            long now = clocks.nanos().getAsLong();
            watch = new Watch(event, now - age(event).toNanos());
            watches.put(watch.taskId(), watch);
            plan.add(watch.entry(), now);
        } else {
            join(watch, event);
        }
        expire(watch);
    }

    private void join(Watch watch, Accepted event) {
        watch.join(event);
        if (watch.entry().replayed() && !Watch.isReplayed(event)) {
            boolean waits = plan.remove(watch.entry());
            watch.entry().live();
            if (waits) {
                plan.returned(watch.entry(), clocks.nanos().getAsLong());
            }
        }
    }

    private Duration age(Accepted event) {
        return Duration.between(event.task().createdAt(), clocks.wall().instant());
    }

    /** Lets go what is too old to be asked about. */
    private void expire(Watch watch) {
        answer(Assessment.expired(watch, this::isTooOld, clocks.wall().instant()));
        if (watch.abandoned()) {
            plan.remove(watch.entry());
            watches.remove(watch.taskId(), watch);
        }
    }

    private boolean isTooOld(Accepted event) {
        Instant recordedAt = event.task().recordedAt();
        return recordedAt != null
                && Times.plus(recordedAt, settings.maxTaskAge())
                        .isBefore(clocks.wall().instant());
    }

    /** What is to be done on the worker once the call is over. */
    private Mono<Runnable> ask(Watch watch) {
        return Mono.defer(() -> {
            Instant sentAt = clocks.wall().instant();
            long sentNanos = clocks.nanos().getAsLong();
            LongPredicate standing = pacing.quota().standing();
            return asker.ask(watch.taskId(), () -> standing.test(clocks.nanos().getAsLong()))
                    .<Runnable>map(verdict -> () -> answered(new Polled(watch, sentAt, sentNanos, verdict)))
                    .defaultIfEmpty(() -> unsent(watch));
        });
    }

    private void answered(Polled polled) {
        long nanos = clocks.nanos().getAsLong();
        over(nanos);
        if (!polled.watch().abandoned()) {
            assess(polled, nanos);
        }
        turns.changed();
    }

    private void unsent(Watch watch) {
        long nanos = clocks.nanos().getAsLong();
        over(nanos);
        if (!watch.abandoned()) {
            plan.returned(watch.entry(), nanos);
        }
        turns.changed();
    }

    private void over(long nanos) {
        open--;
        pacing.quota().giveBack(nanos);
    }

    private void assess(Polled polled, long nanos) {
        if (polled.verdict() instanceof Verdict.Throttled) {
            pacing.quota().throttled(polled.sentNanos(), nanos);
        }
        ServiceGate.When when =
                new ServiceGate.When(polled.sentNanos(), nanos, clocks.wall().instant());
        Assessment.Result result =
                new Assessment(settings, gate, polled, when, pacing.quota().share()).result();
        answer(result.answers());
        replan(polled, result.next(), nanos);
        expire(polled.watch());
    }

    private void replan(Polled polled, Assessment.Next next, long nanos) {
        PlanEntry<Watch> entry = polled.watch().entry();
        switch (next) {
            case UNFINISHED -> plan.unfinished(entry, polled.sentNanos(), nanos);
            case BACK_OFF -> plan.failed(entry, nanos);
            case UNTOUCHED -> plan.returned(entry, nanos);
            case ENDED -> plan.finished(entry, polled.sentNanos(), nanos);
            case GIVEN_UP -> plan.remove(entry);
        }
    }

    private void answer(List<Assessment.Answer> answers) {
        for (Assessment.Answer answer : answers) {
            events.remove(answer.event());
            outcomes.finished(answer.event().origin(), answer.outcome());
        }
    }

    private final class NextTurn implements Turns.Source {
        @Override
        public long waitNanos(long now) {
            return Math.max(gate.waitNanos(now, open), Math.max(pacing.quota().waitNanos(now), plan.waitNanos(now)));
        }

        @Override
        public Watch take(long now) {
            pacing.quota().take(now);
            gate.left(now, open);
            open++;
            // A probe must not ask for ever about those that the plan expects most of: they may be what is wrong.
            return (gate.hold().isPresent() ? plan.takeLongestSilent(now) : plan.take(now)).payload();
        }
    }
}
