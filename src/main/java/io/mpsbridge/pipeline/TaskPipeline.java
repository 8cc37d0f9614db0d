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
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskOutcome;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Watches accepted tasks until they end: the plan says which task to poll next, the permits when, and the verdict what
 * follows. Each accepted event gets exactly one outcome, unless its partition is forgotten first.
 *
 * <p>All state is confined to one worker of the given scheduler; the public methods may be called from any thread and
 * hand over to it. The caller bounds what is held by what it admits.
 */
public final class TaskPipeline {

    /** Tasks processed without a break. */
    private static final int SLICE = 1_000;

    /** Asks MPS about one task. */
    @FunctionalInterface
    public interface Asker {
        /**
         * Cold; every network result is a verdict. Empty if the request was not sent. An exception is a bug: it is
         * logged, and the task is retried as after any failure.
         *
         * @param mayLeave checked once connected, just before the request is written, from any thread; if false,
         *     nothing is written
         */
        Mono<Answer> ask(String taskId, BooleanSupplier mayLeave);
    }

    /** Receives the pipeline's results; called on its worker, must not block. */
    public interface Outcomes {
        /** An accepted event has its answer. An exception means that it was not taken: {@link #failed} follows. */
        void finished(Origin origin, TaskOutcome outcome);

        /** An unexpected exception cost this event its answer; the pipeline has dropped it. Must not throw. */
        void failed(Accepted event, Throwable error);
    }

    /**
     * The pipeline's time sources and scheduler.
     *
     * @param nanos a monotonic clock
     * @param scheduler single-threaded
     */
    public record Clocks(InstantSource wall, LongSupplier nanos, Scheduler scheduler) {}

    /**
     * What decides when a request leaves.
     *
     * @param scope whose quota it is
     * @param calls shared by all pipelines of the scheduler
     */
    public record Pacing(QuotaScope scope, PollSettings poll, Quota quota, OpenCalls calls) {}

    private final Pacing pacing;
    private final Asker asker;
    private final Clocks clocks;
    private final GuardedWorker worker;
    private final Polling polling;
    private final PollDispatcher dispatcher;
    private final TaskSurvey survey;
    private final UnexpectedErrors unexpectedErrors = new UnexpectedErrors();
    /** True until the share is known, since nothing has been admitted by then. */
    private volatile boolean hasPermits = true;

    /** Sends nothing until {@link #run} is subscribed to. */
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
        OpenCalls.Share calls = polling.selector().calls();
        calls.onWake(() -> worker.schedule(() -> {
            dispatcher.changed();
            calls.woken();
        }));
        this.survey = new TaskSurvey(polling, worker, clocks.nanos());
    }

    private static PollPlan<TrackedTask> plan(Pacing pacing) {
        return Plans.of(pacing.poll(), pacing.quota().limit());
    }

    /**
     * Polls until {@link #stop}; completes once all open calls are answered. Errors if task state can no longer be
     * trusted; nothing is sent after that. One subscription.
     */
    public Mono<Void> run() {
        return dispatcher
                .flux()
                .flatMap(
                        this::ask,
                        Math.min(pacing.quota().limit(), pacing.calls().most()),
                        1)
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

    /**
     * Somebody says that these tasks may have ended: those in flight are polled soon, within the quota and not sooner
     * than {@code poll.min-interval} after their last poll. From any thread.
     *
     * @return which are in flight
     */
    public Mono<Set<String>> hint(Set<String> taskIds) {
        return Mono.create(sink -> worker.schedule(() -> {
            Set<String> known = polling.hint(taskIds);
            dispatcher.changed();
            sink.success(known);
        }));
    }

    /** Lifetimes of tasks that ended before the start; from any thread. */
    public void learn(Collection<Lifetime> lifetimes) {
        worker.schedule(() -> lifetimes.forEach(polling::learn));
    }

    /** Drops all events of one assignment of a partition, without an answer. */
    public void forget(int partition, int epoch) {
        worker.schedule(() -> polling.forget(partition, epoch));
    }

    /** Sets the partitions of this replica, and so its share of the quota, which it returns; from any thread. */
    public int assignmentChanged(Set<Integer> owned, int partitions) {
        int share = Shares.of(owned, partitions, pacing.quota().limit());
        hasPermits = share > 0;
        worker.schedule(() -> {
            pacing.quota().share(share, clocks.nanos().getAsLong());
            dispatcher.changed();
        });
        return share;
    }

    /** Whether this replica may send requests; from any thread. */
    public boolean hasPermits() {
        return hasPermits;
    }

    /** Nothing is sent after this monotonic time until it is extended; from any thread. */
    public void leaseUntil(long endNanos, long wallEndMillis) {
        worker.schedule(() -> {
            boolean held = pacing.quota().held(clocks.nanos().getAsLong()).isPresent();
            pacing.quota().leaseUntil(endNanos, wallEndMillis);
            if (held) {
                dispatcher.changed();
            }
        });
    }

    /** Sends no further request. */
    public void stop() {
        worker.schedule(dispatcher::stop);
    }

    /** A snapshot. */
    public Mono<PipelineStatus> status() {
        return Mono.create(sink -> worker.schedule(() -> sink.success(polling.status())));
    }

    /** Every task in flight, in slices, for display; polling goes on in between. */
    public Flux<List<TaskView>> tasks() {
        return survey.slices();
    }

    /** Where these tasks stand in the service's queue, of those of which it is known; at most some hundred. */
    public Mono<Map<String, TaskPosition>> positions(Collection<String> taskIds) {
        return survey.positions(taskIds);
    }

    /** Returns what the worker has to do once the call is over. */
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

    /** The time is known now: checks every task, a slice at a time, so that polling goes on in between. */
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
