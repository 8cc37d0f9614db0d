package io.mpsbridge.pipeline;

import io.mpsbridge.limit.Quota;
import io.mpsbridge.limit.Shares;
import io.mpsbridge.poll.Plans;
import io.mpsbridge.poll.PollPlan;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.Lifetime;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskOutcome;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
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
    /** Tasks looked at in one go. */
    private static final int SLICE = 1_000;

    /** Asks MPS about one task. */
    @FunctionalInterface
    public interface Asker {
        /**
         * Cold; everything that the wire can do is a verdict. Empty if the request was not sent. An exception is a bug: it
         * is logged, and the task is asked about again like after any failure.
         *
         * @param mayLeave looked at when the connection is there, just before the request is written, from any thread;
         *     where it says no, nothing is written
         */
        Mono<Answer> ask(String taskId, BooleanSupplier mayLeave);
    }

    /** Takes what the pipeline has to tell; called on its worker, must not block. */
    public interface Outcomes {
        /** An accepted event has its answer. An exception means that it could not be taken: {@link #failed} follows. */
        void finished(Origin origin, TaskOutcome outcome);

        /** An exception that nobody expected cost this event its answer; the pipeline has let it go. Must not throw. */
        void failed(Accepted event, Throwable error);
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

    private final Pacing pacing;
    private final Asker asker;
    private final Clocks clocks;
    private final GuardedWorker worker;
    private final Polling polling;
    private final PollDispatcher dispatcher;
    private final UnexpectedErrors unexpectedErrors = new UnexpectedErrors();
    /** True until the share is known: nothing has been let in by then. */
    private volatile boolean hasPermits = true;

    /** Nothing is asked before {@link #run} is subscribed to. */
    public TaskPipeline(PipelineSettings settings, Pacing pacing, Asker asker, Outcomes outcomes, Clocks clocks) {
        this(pacing, asker, clocks, new Polling(settings, pacing, plan(pacing), outcomes, clocks));
    }

    TaskPipeline(Pacing pacing, Asker asker, Clocks clocks, Polling polling) {
        this.pacing = pacing;
        this.asker = asker;
        this.clocks = clocks;
        this.worker = new GuardedWorker(clocks.scheduler().createWorker());
        this.polling = polling;
        this.dispatcher = new PollDispatcher(polling.selector(), worker, clocks.nanos());
    }

    private static PollPlan<TrackedTask> plan(Pacing pacing) {
        return Plans.of(pacing.poll(), pacing.quota().limit());
    }

    /**
     * Polls until {@link #stop}; completes once the calls that were open then have been answered. Errors where what is kept
     * of the tasks can be trusted no longer: nothing is asked after that. One subscription.
     */
    public Mono<Void> run() {
        return dispatcher
                .flux()
                .flatMap(this::ask, pacing.maxOpen(), 1)
                .publishOn(clocks.scheduler())
                .doOnNext(worker::run)
                .takeUntilOther(worker.failure())
                .then();
    }

    /** Takes in events; each will get its outcome. */
    public void watch(Collection<Accepted> accepted) {
        worker.schedule(() -> {
            accepted.forEach(polling::add);
            dispatcher.changed();
        });
    }

    /** How long other tasks took, before the start; from any thread. */
    public void learn(Collection<Lifetime> lifetimes) {
        worker.schedule(() -> lifetimes.forEach(polling::learn));
    }

    /** Drops all events of one assignment of a partition, without an answer. */
    public void forget(int partition, int epoch) {
        worker.schedule(() -> polling.forget(partition, epoch));
    }

    /** The partitions that are this replica's, and with them its share of the quota; from any thread. */
    public void assignmentChanged(Set<Integer> owned, int partitions) {
        int share = Shares.of(owned, partitions, pacing.quota().limit());
        hasPermits = share > 0;
        worker.schedule(() -> {
            pacing.quota().share(share, clocks.nanos().getAsLong());
            LOG.atInfo()
                    .addKeyValue("permits", share)
                    .addKeyValue("of", pacing.quota().limit())
                    .log("share of the quota");
            dispatcher.changed();
        });
    }

    /** Whether this replica may ask at all; from any thread. */
    public boolean hasPermits() {
        return hasPermits;
    }

    /** Nothing is asked from this moment of the monotonic clock on, until it is put off; from any thread. */
    public void leaseUntil(long endNanos, long wallEndMillis) {
        worker.schedule(() -> {
            boolean held = pacing.quota().held(clocks.nanos().getAsLong()).isPresent();
            pacing.quota().leaseUntil(endNanos, wallEndMillis);
            if (held) {
                dispatcher.changed();
            }
        });
    }

    /** Asks about nothing more. */
    public void stop() {
        worker.schedule(dispatcher::stop);
    }

    /** How things stand. */
    public Mono<PipelineStatus> status() {
        return Mono.create(sink -> worker.schedule(() -> sink.success(polling.status())));
    }

    /** Every task in flight, in slices, for people to look at; polling goes on in between. */
    public Flux<List<TaskView>> tasks() {
        return new TaskSurvey(polling::tasks, worker, clocks.nanos()).slices();
    }

    /** What is to be done on the worker once the call is over. */
    private Mono<Runnable> ask(TrackedTask task) {
        return Mono.defer(() -> {
            long sentNanos = clocks.nanos().getAsLong();
            LongPredicate sendCheck = pacing.quota().sendCheck();
            return Mono.defer(() -> asker.ask(
                            task.taskId(), () -> sendCheck.test(clocks.nanos().getAsLong())))
                    .onErrorResume(RuntimeException.class, e -> Mono.just(unexpectedErrors.answer(e)))
                    .<Runnable>map(answer -> () -> answered(task, sentNanos, answer))
                    .defaultIfEmpty(() -> unsent(task));
        });
    }

    private void answered(TrackedTask task, long sentNanos, Answer answer) {
        boolean unconfirmed = !polling.isClockConfirmed();
        polling.answered(task, sentNanos, answer);
        if (unconfirmed && polling.isClockConfirmed()) {
            expire(polling.tasks(), 0);
        }
        dispatcher.changed();
    }

    /** Now that the time is known: looks at every task, a slice at a time, so that polling goes on in between. */
    private void expire(TrackedTask[] all, int from) {
        int to = Math.min(all.length, from + SLICE);
        for (int i = from; i < to; i++) {
            polling.expire(all[i]);
        }
        if (to < all.length) {
            worker.schedule(() -> expire(all, to));
        }
    }

    private void unsent(TrackedTask task) {
        polling.unsent(task);
        dispatcher.changed();
    }
}
