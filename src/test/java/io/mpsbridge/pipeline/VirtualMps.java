package io.mpsbridge.pipeline;

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
import io.mpsbridge.testing.Results;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A pipeline in virtual time against a service that a test scripts, by task and by moment. */
final class VirtualMps implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    static final Duration TASK_TIMEOUT = Duration.ofHours(2);
    static final Duration GRACE = Duration.ofSeconds(60);
    static final Verdict RUN = new Verdict.Unfinished("RUN", "r");
    static final Verdict DONE = new Verdict.Done(Results.images("https://images.example/1.png"), "r");
    static final Verdict NOT_FOUND = new Verdict.NotFound("ResourceNotFound", "no such task", "r");
    static final Verdict REFUSED = new Verdict.Refused("AuthFailure.SecretIdNotFound", "no such key", "r");
    static final Verdict DOWN = new Verdict.Unavailable("InternalError", "sorry", null);
    static final Verdict THROTTLED = new Verdict.Throttled("RequestLimitExceeded", "too many", "r");
    static final Verdict NO_URLS = new Verdict.Malformed("DONE without a URL", "r");

    /** What MPS answers, and after what time. */
    interface Script {
        @Nullable Verdict answer(String taskId, Duration sinceStart);

        default Duration takes(String taskId, Duration sinceStart) {
            return Duration.ofMillis(20);
        }
    }

    /** One answer. */
    record Call(String taskId, double second, @Nullable Verdict verdict) {}

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final List<TaskOutcome> outcomes = new ArrayList<>();
    final Map<String, Double> answeredAt = new HashMap<>();
    final Map<Long, Throwable> broken = new HashMap<>();
    final List<Call> calls = new ArrayList<>();
    final List<Throwable> ends = new ArrayList<>();

    private final TaskPipeline pipeline;
    private final Disposable run;

    Script script;
    /** By how much our wall clock is off. */
    Duration wallOff = Duration.ZERO;

    boolean dates = true;
    /** What taking an outcome throws. */
    @Nullable RuntimeException refusal;

    private long offset;

    VirtualMps(Script script) {
        this.script = script;
        Quota quota = new Quota(new Permits(20, Duration.ofSeconds(1)), () -> 0);
        quota.share(20, time.now(TimeUnit.NANOSECONDS));
        quota.leaseUntil(Long.MAX_VALUE, Long.MAX_VALUE);
        PollSettings poll =
                new PollSettings(PollSettings.Policy.ADAPTIVE, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);
        pipeline = new TaskPipeline(
                new PipelineSettings(TASK_TIMEOUT, Duration.ofDays(7), GRACE),
                new TaskPipeline.Pacing(QuotaScope.DEFAULT, poll, quota, new OpenCalls(20)),
                (id, mayLeave) -> Mono.defer(() -> call(id)),
                new Outcomes(),
                new TaskPipeline.Clocks(() -> mpsNow().plus(wallOff), () -> time.now(TimeUnit.NANOSECONDS), time));
        run = pipeline.run().subscribe(null, ends::add);
    }

    private Mono<Answer> call(String id) {
        Duration at = since();
        return Mono.delay(script.takes(id, at), time).map(passed -> {
            Verdict verdict = script.answer(id, at);
            calls.add(new Call(id, seconds(), verdict));
            return answer(verdict);
        });
    }

    @SuppressWarnings("NullAway") // a bug in a client that a test plants
    private Answer answer(@Nullable Verdict verdict) {
        return new Answer(verdict, dates ? mpsNow().truncatedTo(ChronoUnit.SECONDS) : null);
    }

    Instant mpsNow() {
        return START.plusNanos(time.now(TimeUnit.NANOSECONDS));
    }

    Duration since() {
        return Duration.ofNanos(time.now(TimeUnit.NANOSECONDS));
    }

    double seconds() {
        return since().toMillis() / 1_000.0;
    }

    void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    VirtualMps watch(String taskId) {
        return watch(taskId, null);
    }

    VirtualMps watch(String taskId, @Nullable Duration deadline) {
        Instant now = mpsNow();
        return watch(task(taskId, deadline == null ? null : now.plus(deadline), now, now));
    }

    VirtualMps watch(TaskCreated task) {
        pipeline.watch(List.of(new Accepted(new Origin(0, 1, offset++, 10), task)));
        return this;
    }

    VirtualMps watchMany(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            watch(prefix + i);
        }
        return this;
    }

    /** Returns which of the tasks are in flight. */
    Set<String> hint(String... taskIds) {
        Set<String> known = new HashSet<>();
        pipeline.hint(Set.of(taskIds)).subscribe(known::addAll);
        time.advanceTime();
        return known;
    }

    static TaskCreated task(
            String taskId, @Nullable Instant deadline, Instant createdAt, @Nullable Instant recordedAt) {
        EventContext lineage = new EventContext("topic", null, 0, 0, null, null, null, null, null);
        return new TaskCreated(taskId, QuotaScope.DEFAULT, null, null, deadline, null, createdAt, recordedAt, lineage);
    }

    PipelineStatus status() {
        PipelineStatus[] seen = new PipelineStatus[1];
        pipeline.status().subscribe(status -> seen[0] = status);
        time.advanceTime();
        return seen[0];
    }

    Map<String, TaskPosition> positions(String... taskIds) {
        Map<String, TaskPosition> seen = new HashMap<>();
        pipeline.positions(List.of(taskIds)).subscribe(seen::putAll);
        time.advanceTime();
        return seen;
    }

    /** The only outcome of the task. */
    TaskOutcome.Failed failure(String taskId) {
        List<TaskOutcome> found = outcomes.stream()
                .filter(each -> each.task().taskId().equals(taskId))
                .toList();
        if (found.size() != 1 || !(found.get(0) instanceof TaskOutcome.Failed failed)) {
            throw new AssertionError(taskId + " has not failed once: " + found);
        }
        return failed;
    }

    long callsFor(String prefix, double from, double to) {
        return calls.stream()
                .filter(call -> call.taskId().startsWith(prefix) && call.second() >= from && call.second() < to)
                .count();
    }

    @Override
    public void close() {
        run.dispose();
        time.dispose();
    }

    private final class Outcomes implements TaskPipeline.Outcomes {
        @Override
        public void finished(Origin origin, TaskOutcome outcome) {
            if (refusal != null) {
                throw refusal;
            }
            outcomes.add(outcome);
            answeredAt.put(outcome.task().taskId(), seconds());
        }

        @Override
        public void failed(Accepted event, Throwable error) {
            broken.put(event.origin().offset(), error);
        }
    }
}
