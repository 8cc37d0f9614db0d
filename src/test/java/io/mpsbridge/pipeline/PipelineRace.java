package io.mpsbridge.pipeline;

import static io.mpsbridge.testing.Interleavings.check;

import io.mpsbridge.limit.Permits;
import io.mpsbridge.limit.Quota;
import io.mpsbridge.poll.PollSettings;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.testing.Interleavings;
import io.mpsbridge.testing.Results;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The hand-over between the loop, the pipeline and the connections: the loop hands over tasks, takes a partition back
 * and loses its share, while the pipeline's worker polls and a connection writes and answers. Each task whose answer
 * came has one outcome, told on the worker; none follows once its partition is forgotten (P1); nothing is written once
 * the share was set again (Q4).
 */
public final class PipelineRace implements Runnable {

    private static final int TURNS = 12;
    private static final int CALLS = 3;
    private static final Answer DONE =
            new Answer(new Verdict.Done(Results.images("https://images.example/1"), "r"), null);

    @Override
    public void run() {
        new Bridge().run();
    }

    private record Call(String taskId, BooleanSupplier mayLeave, MonoSink<Answer> answer) {}

    private static final class Bridge implements TaskPipeline.Outcomes {
        private final QueuedScheduler scheduler = new QueuedScheduler();
        private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
        private final List<String> finished = new ArrayList<>();
        private final Set<String> written = new HashSet<>();
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final TaskPipeline pipeline;
        private volatile Thread worker;
        private volatile boolean forgotten;
        private volatile boolean shareless;

        Bridge() {
            Quota quota = new Quota(new Permits(4, Duration.ofNanos(1)), () -> 0);
            quota.share(4, -Duration.ofMinutes(1).toNanos());
            quota.leaseUntil(Long.MAX_VALUE, Long.MAX_VALUE);
            PollSettings poll =
                    new PollSettings(PollSettings.Policy.BACKOFF, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);
            this.worker = Thread.currentThread();
            this.pipeline = new TaskPipeline(
                    new PipelineSettings(Duration.ofHours(2), Duration.ofDays(7), Duration.ofMinutes(1)),
                    new TaskPipeline.Pacing(QuotaScope.DEFAULT, poll, quota, new OpenCalls(4)),
                    (id, mayLeave) -> Mono.create(answer -> calls.add(new Call(id, mayLeave, answer))),
                    this,
                    new TaskPipeline.Clocks(() -> Instant.EPOCH, scheduler::nanos, scheduler));
        }

        void run() {
            var unused = pipeline.run().subscribe(ended -> {}, failures::add);
            pipeline.watch(List.of(event("revoked", 0), event("kept", 1)));
            for (int i = 0; i < TURNS && calls.size() < 2; i++) {
                scheduler.runNext();
            }
            check(calls.size() == 2, "the tasks are not asked about");
            Interleavings.together(this::loop, this::work, this::connect);
            worker = Thread.currentThread();
            for (int i = 0; i < 2 * TURNS; i++) {
                callNext();
                scheduler.runNext();
            }
            check(failures.isEmpty(), "the pipeline failed: " + failures);
            check(finished.stream().distinct().count() == finished.size(), "P1: an event has two outcomes");
            check(!written.contains("kept") || finished.contains("kept"), "P1: an answered event has no outcome");
        }

        private void loop() {
            pipeline.watch(List.of(event("late", 1)));
            pipeline.forget(0, 1);
            var unusedFirst = pipeline.hint(Set.of()).subscribe(known -> forgotten = true);
            int share = pipeline.assignmentChanged(Set.of(), 2);
            check(share == 0, "Q3: a share without a partition");
            var unusedSecond = pipeline.hint(Set.of()).subscribe(known -> shareless = true);
        }

        private void work() {
            worker = Thread.currentThread();
            for (int i = 0; i < TURNS; i++) {
                scheduler.runNext();
            }
        }

        private void connect() {
            for (int i = 0; i < CALLS; i++) {
                callNext();
            }
        }

        private void callNext() {
            Call call = calls.poll();
            if (call != null) {
                boolean wasShareless = shareless;
                boolean leaves = call.mayLeave().getAsBoolean();
                check(!(wasShareless && leaves), "Q4: written after the share was set again");
                if (leaves) {
                    written.add(call.taskId());
                    call.answer().success(DONE);
                } else {
                    call.answer().success();
                }
            }
        }

        @Override
        public void finished(Origin origin, TaskOutcome outcome) {
            check(Thread.currentThread() == worker, "P1: an outcome on another thread than the worker");
            check(origin.partition() != 0 || !forgotten, "P1: an outcome of a partition that was forgotten");
            finished.add(outcome.task().taskId());
        }

        @Override
        public void failed(Accepted event, Throwable error) {
            throw new IllegalStateException(error);
        }
    }

    private static Accepted event(String taskId, int partition) {
        EventContext lineage = new EventContext("topic", null, partition, 0, null, null, null, null, null);
        TaskCreated task = new TaskCreated(
                taskId, QuotaScope.DEFAULT, null, null, null, null, Instant.EPOCH, Instant.EPOCH, lineage);
        return new Accepted(new Origin(partition, 1, 0, 10), task);
    }
}
