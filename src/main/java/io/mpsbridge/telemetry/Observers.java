package io.mpsbridge.telemetry;

import io.mpsbridge.pipeline.PollRecorder;
import io.mpsbridge.pipeline.TaskPipeline;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics, activity and spans, of which none can cost an answer: what one of them throws is counted, the first with its
 * stack in the log, and the others are served. Thread-safe as they are.
 */
public final class Observers implements PollRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    private final List<PollRecorder> recorders;
    private final Consumer<Accepted> acceptedSpan;
    private final UnaryOperator<TaskOutcome> answeredSpan;
    private final AtomicLong failures = new AtomicLong();

    /** All that watches one bridge. */
    public static Observers of(List<PollRecorder> recorders, TaskSpans spans) {
        return new Observers(recorders, spans::accepted, spans::answered);
    }

    Observers(List<PollRecorder> recorders, Consumer<Accepted> acceptedSpan, UnaryOperator<TaskOutcome> answeredSpan) {
        this.recorders = recorders;
        this.acceptedSpan = acceptedSpan;
        this.answeredSpan = answeredSpan;
    }

    /** Hands outcomes on with the context of their spans, and records them once they were taken. */
    public TaskPipeline.Outcomes over(TaskPipeline.Outcomes next) {
        return new TaskPipeline.Outcomes() {
            @Override
            public void finished(Origin origin, TaskOutcome outcome) {
                next.finished(origin, answered(outcome));
                Observers.this.finished(outcome);
            }

            @Override
            public void failed(Accepted event, Throwable error) {
                next.failed(event, error);
            }
        };
    }

    @Override
    public void polled(Verdict verdict, Duration took) {
        recorders.forEach(each -> isolated(() -> each.polled(verdict, took)));
    }

    @Override
    public void finished(TaskOutcome outcome) {
        recorders.forEach(each -> isolated(() -> each.finished(outcome)));
    }

    /** Created events were taken in. */
    public void accepted(List<Accepted> events) {
        events.forEach(each -> isolated(() -> acceptedSpan.accept(each)));
    }

    /** The answer as it goes out: with the context of its span, if that worked. */
    TaskOutcome answered(TaskOutcome outcome) {
        try {
            return answeredSpan.apply(outcome);
        } catch (RuntimeException e) {
            failed(e);
            return outcome;
        }
    }

    /** Exceptions so far. */
    long failures() {
        return failures.get();
    }

    private void isolated(Runnable observation) {
        try {
            observation.run();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException error) {
        if (failures.getAndIncrement() == 0) {
            LOG.atError().setCause(error).log("a metric or a span failed; answers go out all the same");
        }
    }
}
