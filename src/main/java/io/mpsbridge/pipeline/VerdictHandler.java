package io.mpsbridge.pipeline;

import io.mpsbridge.poll.PollPlan;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Times;
import io.mpsbridge.task.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a verdict means for the polled task: which of its events are answered, and how the task goes on. Touches the
 * task and nothing else.
 */
final class VerdictHandler implements Verdict.Cases<VerdictHandler.Result> {

    /** The next poll follows the end of a grace period by at most this. */
    private static final long SOON_AFTER = 1_000_000_000L;

    /** The least limit of a pause, however short the streak. */
    private static final long LEAST_PAUSE = 2_000_000_000L;

    /** Failures after which the task no longer counts as healthy: none if they are certainly its own. */
    private static final int OWN = 0;

    private static final int PERHAPS_THE_SERVICES = 2;
    /** Ends one way or the other within a grace period. */
    private static final int ENDING = Integer.MAX_VALUE;

    /** How the task goes on in the plan. */
    enum Next {
        /** Found unfinished: the plan schedules it. */
        UNFINISHED,
        /** Nothing was learned: back off. */
        BACK_OFF,
        /** The answer was not about the task: as if it had not been polled. */
        UNTOUCHED,
        /** Ended: it leaves the plan. */
        ENDED,
        /** Nobody waits for it, though it has not ended: it leaves the plan and teaches nothing. */
        GIVEN_UP
    }

    /** An event to answer: with its outcome, or the exception that prevented one. */
    record Ending(
            Accepted event,
            @Nullable TaskOutcome outcome,
            @Nullable RuntimeException error) {

        static Ending of(Accepted event, Function<Accepted, TaskOutcome> outcome) {
            try {
                return new Ending(event, outcome.apply(event), null);
            } catch (RuntimeException e) {
                return new Ending(event, null, e);
            }
        }

        /** Hands it over, as an outcome or a failure. */
        void handOver(TaskPipeline.Outcomes outcomes) {
            if (outcome == null) {
                outcomes.failed(event, error == null ? new IllegalStateException("no outcome") : error);
                return;
            }
            try {
                outcomes.finished(event.origin(), outcome);
            } catch (RuntimeException e) {
                outcomes.failed(event, e);
            }
        }
    }

    /**
     * The consequences of one poll.
     *
     * @param failure how the task backs off
     */
    record Result(Next next, PollPlan.Failure failure, List<Ending> endings) {}

    private final PipelineSettings settings;
    private final Deadlines deadlines;
    private final SuccessTracker others;
    private final PollResult polled;
    private final TrackedTask task;

    VerdictHandler(PipelineSettings settings, Deadlines deadlines, SuccessTracker others, PollResult polled) {
        this.settings = settings;
        this.deadlines = deadlines;
        this.others = others;
        this.polled = polled;
        this.task = polled.task();
    }

    /** Answers events that are too old, without a poll. */
    static List<Ending> expired(TrackedTask task, Deadlines deadlines, long nowNanos) {
        Failure failure = new Failure(
                FailureReason.RESULT_EXPIRED, "MPS keeps tasks for a limited time, and this one is older", null, null);
        return task.release(event -> deadlines.isTooOld(event, nowNanos)).stream()
                .map(event -> Ending.of(
                        event,
                        each -> failure.outcome(task, each, deadlines.clock().at(nowNanos))))
                .toList();
    }

    Result result() {
        task.polled();
        return polled.verdict().fold(this);
    }

    @Override
    public Result done(Verdict.Done verdict) {
        return leave(
                Next.ENDED,
                event -> new TaskOutcome.Completed(
                        event.task(),
                        verdict.results(),
                        verdict.requestId(),
                        task.lastUnfinishedAt(),
                        answeredAt(),
                        task.polls()));
    }

    @Override
    public Result failed(Verdict.Failed verdict) {
        return leave(
                Next.ENDED, new Failure(FailureReason.GENERATION_FAILED, verdict.message(), null, verdict.requestId()));
    }

    @Override
    public Result unfinished(Verdict.Unfinished verdict) {
        task.unfinished(verdict.status(), deadlines.clock().at(polled.sentNanos()));
        List<Ending> late = late(
                polled.sentNanos(),
                event -> new Failure(
                        FailureReason.DEADLINE_EXCEEDED,
                        "status " + verdict.status() + " at a poll after the deadline " + deadlines.of(event),
                        null,
                        verdict.requestId()));
        return new Result(task.abandoned() ? Next.GIVEN_UP : Next.UNFINISHED, backOff(OWN), late);
    }

    @Override
    public Result notFound(Verdict.NotFound verdict) {
        FailureStreak trouble = inTrouble();
        long graceLeftNanos = graceLeftNanos(trouble.notFoundSinceNanos(polled.activeNanos()));
        if (!polled.held() && graceLeftNanos <= 0 && others.anotherThan(task.taskId())) {
            return leave(
                    Next.GIVEN_UP,
                    new Failure(FailureReason.TASK_NOT_FOUND, verdict.message(), verdict.code(), verdict.requestId()));
        }
        return again(trouble, verdict.code(), verdict.message(), verdict.requestId(), backOff(OWN, graceLeftNanos));
    }

    @Override
    public Result malformed(Verdict.Malformed verdict) {
        FailureStreak trouble = inTrouble();
        long graceLeftNanos = graceLeftNanos(trouble.malformedSinceNanos(polled.activeNanos()));
        if (graceLeftNanos <= 0) {
            return leave(
                    Next.GIVEN_UP,
                    new Failure(FailureReason.RESULT_MALFORMED, verdict.message(), null, verdict.requestId()));
        }
        return again(trouble, null, verdict.message(), verdict.requestId(), backOff(ENDING, graceLeftNanos));
    }

    @Override
    public Result throttled(Verdict.Throttled verdict) {
        FailureStreak trouble = inTrouble();
        if (trouble.throttledFirst()) {
            return new Result(Next.UNTOUCHED, backOff(OWN), List.of());
        }
        // A task that is always throttled alone must not stay first forever.
        return again(trouble, verdict.code(), verdict.message(), verdict.requestId(), backOff(PERHAPS_THE_SERVICES));
    }

    @Override
    public Result unavailable(Verdict.Unavailable verdict) {
        return again(
                inTrouble(), verdict.code(), verdict.message(), verdict.requestId(), backOff(PERHAPS_THE_SERVICES));
    }

    @Override
    public Result refused(Verdict.Refused verdict) {
        return again(inTrouble(), verdict.code(), verdict.message(), verdict.requestId(), backOff(OWN));
    }

    private FailureStreak inTrouble() {
        FailureStreak trouble = task.failureStreakAt(polled.nowNanos());
        trouble.failed(polled.sentNanos(), others.goods());
        return trouble;
    }

    /** Retries the task, but gives up events that have waited in vain beyond their deadline. */
    private Result again(
            FailureStreak trouble,
            @Nullable String code,
            String message,
            @Nullable String requestId,
            PollPlan.Failure failure) {
        OptionalLong sinceNanos = trouble.inVainSinceNanos();
        if (polled.held() || sinceNanos.isEmpty()) {
            return new Result(Next.BACK_OFF, failure, List.of());
        }
        List<Ending> late = late(
                sinceNanos.getAsLong(),
                event -> new Failure(
                        FailureReason.DEADLINE_EXCEEDED,
                        FailureStreak.POLLS_IN_VAIN + " polls after the deadline " + deadlines.of(event)
                                + " failed while other tasks were answered; the last one: "
                                + (code == null ? message : code + ": " + message),
                        code,
                        requestId));
        return new Result(task.abandoned() ? Next.GIVEN_UP : Next.BACK_OFF, failure, late);
    }

    private long graceLeftNanos(long sinceNanos) {
        return Times.nanos(settings.notFoundGrace()) - (polled.activeNanos() - sinceNanos);
    }

    private PollPlan.Failure backOff(int toleratedFailures) {
        long nowNanos = polled.nowNanos();
        return new PollPlan.Failure(
                toleratedFailures, earlier(deadlines.retryByNanos(task, nowNanos), byAge(nowNanos)));
    }

    private PollPlan.Failure backOff(int toleratedFailures, long graceLeftNanos) {
        PollPlan.Failure failure = backOff(toleratedFailures);
        if (graceLeftNanos <= 0) {
            return failure;
        }
        long byGrace = polled.nowNanos() + Math.min(graceLeftNanos, settings.maxTaskAgeNanos()) + SOON_AFTER;
        return new PollPlan.Failure(toleratedFailures, earlier(failure.retryByNanos(), byGrace));
    }

    /** Recovery is noticed within half the time that the trouble lasted. */
    private long byAge(long nowNanos) {
        FailureStreak trouble = task.failureStreak();
        long age = trouble == null ? 0 : nowNanos - trouble.sinceNanos();
        return nowNanos + Math.max(LEAST_PAUSE, age / 2);
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** Answers events whose deadline had passed when the poll was sent. */
    private List<Ending> late(long sentNanos, Function<Accepted, Failure> failure) {
        return endings(
                task.release(event -> deadlines.passed(task, event, sentNanos)),
                event -> failure.apply(event).outcome(task, event, answeredAt()));
    }

    private Result leave(Next next, Failure failure) {
        return leave(next, event -> failure.outcome(task, event, answeredAt()));
    }

    private Result leave(Next next, Function<Accepted, TaskOutcome> outcome) {
        return new Result(next, backOff(OWN), endings(task.release(event -> true), outcome));
    }

    private Instant answeredAt() {
        return deadlines.clock().at(polled.nowNanos());
    }

    private static List<Ending> endings(List<Accepted> events, Function<Accepted, TaskOutcome> outcome) {
        List<Ending> endings = new ArrayList<>(events.size());
        events.forEach(event -> endings.add(Ending.of(event, outcome)));
        return endings;
    }

    private record Failure(
            FailureReason reason,
            String message,
            @Nullable String code,
            @Nullable String requestId) {
        TaskOutcome outcome(TrackedTask task, Accepted event, Instant at) {
            return new TaskOutcome.Failed(
                    event.task(), reason, message, code, requestId, task.lastUnfinishedAt(), at, task.polls());
        }
    }
}
