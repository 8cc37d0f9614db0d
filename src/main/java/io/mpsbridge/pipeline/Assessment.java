package io.mpsbridge.pipeline;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a verdict means for the task that was asked about: which of its events are answered, and how the task goes on.
 * Touches the watch and the gate, nothing else.
 */
final class Assessment implements Verdict.Cases<Assessment.Result> {

    /** DONE without a URL is asked about again this often before it is believed. */
    static final int MALFORMED_BEFORE_FAILING = 3;

    /** How the task goes on in the plan. */
    enum Next {
        /** Found unfinished: the plan asks again when it is worth it. */
        UNFINISHED,
        /** Nothing was learned: back off. */
        BACK_OFF,
        /** The answer was not about the task: as if it had not been asked. */
        UNTOUCHED,
        /** Ended: it leaves the plan. */
        ENDED,
        /** Nobody waits for it any more, though it has not ended: it leaves the plan and teaches nothing. */
        GIVEN_UP
    }

    /** An event that is answered, and its answer. */
    record Answer(Accepted event, TaskOutcome outcome) {}

    /** What follows from one poll. */
    record Result(Next next, List<Answer> answers) {
        static Result of(Next next) {
            return new Result(next, List.of());
        }
    }

    private final PipelineSettings settings;
    private final ServiceGate gate;
    private final Polled polled;
    private final Watch watch;
    private final Instant now;
    private final ServiceGate.When when;
    private final int share;

    /** @param share requests per second that this replica may send */
    Assessment(PipelineSettings settings, ServiceGate gate, Polled polled, ServiceGate.When when, int share) {
        this.settings = settings;
        this.gate = gate;
        this.polled = polled;
        this.watch = polled.watch();
        this.now = when.wall();
        this.when = when;
        this.share = share;
    }

    /** Answers the events that are too old to be asked about, without a poll. */
    static List<Answer> expired(Watch watch, Predicate<Accepted> tooOld, Instant now) {
        Failure failure = new Failure(
                FailureReason.RESULT_EXPIRED, "MPS keeps tasks for a limited time, and this one is older", null, null);
        return answers(watch.release(tooOld), event -> failure.outcome(watch, event, now));
    }

    Result result() {
        watch.polled();
        return polled.verdict().fold(this);
    }

    @Override
    public Result done(Verdict.Done verdict) {
        gate.good(when, share);
        return leave(
                Next.ENDED,
                event -> new TaskOutcome.Completed(
                        event.task(),
                        verdict.imageUrls(),
                        verdict.requestId(),
                        watch.lastUnfinishedAt(),
                        now,
                        watch.polls()));
    }

    @Override
    public Result failed(Verdict.Failed verdict) {
        gate.good(when, share);
        Failure failure = new Failure(FailureReason.GENERATION_FAILED, verdict.message(), null, verdict.requestId());
        return leave(Next.ENDED, event -> failure.outcome(watch, event, now));
    }

    @Override
    public Result unfinished(Verdict.Unfinished verdict) {
        gate.good(when, share);
        watch.unfinished(verdict.status(), polled.sentAt());
        List<Answer> late = answers(
                watch.release(event -> deadline(event).isBefore(polled.sentAt())),
                event -> late(event, verdict).outcome(watch, event, now));
        return new Result(watch.abandoned() ? Next.GIVEN_UP : Next.UNFINISHED, late);
    }

    @Override
    public Result notFound(Verdict.NotFound verdict) {
        boolean aboutUs = gate.notFound(verdict, watch, when, share);
        Duration unknownFor = watch.notFound(gate.flowed(when.now()));
        if (aboutUs || unknownFor.compareTo(settings.notFoundGrace()) < 0) {
            return Result.of(Next.BACK_OFF);
        }
        return giveUp(
                new Failure(FailureReason.TASK_NOT_FOUND, verdict.message(), verdict.code(), verdict.requestId()));
    }

    @Override
    public Result malformed(Verdict.Malformed verdict) {
        gate.good(when, share);
        if (watch.malformedAgain() < MALFORMED_BEFORE_FAILING) {
            return Result.of(Next.BACK_OFF);
        }
        return giveUp(new Failure(FailureReason.RESULT_MALFORMED, verdict.message(), null, verdict.requestId()));
    }

    @Override
    public Result throttled(Verdict.Throttled verdict) {
        gate.throttled(when);
        return Result.of(Next.UNTOUCHED);
    }

    @Override
    public Result unavailable(Verdict.Unavailable verdict) {
        gate.unavailable(verdict, when);
        return Result.of(Next.BACK_OFF);
    }

    @Override
    public Result refused(Verdict.Refused verdict) {
        gate.refused(verdict, when);
        // Not untouched: should the vendor refuse us one task alone, the next probe must ask about another.
        return Result.of(Next.BACK_OFF);
    }

    private Instant deadline(Accepted event) {
        Instant named = event.task().deadline();
        return named != null ? named : event.task().createdAt().plus(settings.taskTimeout());
    }

    private Failure late(Accepted event, Verdict.Unfinished verdict) {
        return new Failure(
                FailureReason.DEADLINE_EXCEEDED,
                "status " + verdict.status() + " at a poll after the deadline " + deadline(event),
                null,
                verdict.requestId());
    }

    private Result giveUp(Failure failure) {
        return leave(Next.GIVEN_UP, event -> failure.outcome(watch, event, now));
    }

    private Result leave(Next next, Function<Accepted, TaskOutcome> outcome) {
        return new Result(next, answers(watch.release(event -> true), outcome));
    }

    private static List<Answer> answers(List<Accepted> events, Function<Accepted, TaskOutcome> outcome) {
        return events.stream()
                .map(event -> new Answer(event, outcome.apply(event)))
                .toList();
    }

    private record Failure(
            FailureReason reason,
            String message,
            @Nullable String code,
            @Nullable String requestId) {
        TaskOutcome outcome(Watch watch, Accepted event, Instant now) {
            return new TaskOutcome.Failed(
                    event.task(), reason, message, code, requestId, watch.lastUnfinishedAt(), now, watch.polls());
        }
    }
}
