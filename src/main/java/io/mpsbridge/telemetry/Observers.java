package io.mpsbridge.telemetry;

import io.mpsbridge.pipeline.PollRecorder;
import io.mpsbridge.pipeline.TaskPipeline;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics, activity and spans, isolated so that none can cost an answer: if one throws, the others still run, and the
 * first exception is logged. Thread-safe if they are.
 */
public final class Observers implements PollRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

    private final List<PollRecorder> recorders;
    private final Consumer<Accepted> acceptedSpan;
    private final UnaryOperator<TaskOutcome> answeredSpan;
    private final AtomicBoolean failed = new AtomicBoolean();

    /** The observers of one bridge. */
    public static Observers of(List<PollRecorder> recorders, TaskSpans spans) {
        return new Observers(recorders, spans::accepted, spans::answered);
    }

    Observers(List<PollRecorder> recorders, Consumer<Accepted> acceptedSpan, UnaryOperator<TaskOutcome> answeredSpan) {
        this.recorders = recorders;
        this.acceptedSpan = acceptedSpan;
        this.answeredSpan = answeredSpan;
    }

    /** Passes outcomes on with the context of their spans, then records them. */
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
    public void polled(QuotaScope scope, Verdict verdict, Duration took) {
        recorders.forEach(each -> isolated(() -> each.polled(scope, verdict, took)));
    }

    @Override
    public void finished(TaskOutcome outcome) {
        recorders.forEach(each -> isolated(() -> each.finished(outcome)));
    }

    /** The bridge has accepted created events. */
    public void accepted(List<Accepted> events) {
        events.forEach(each -> isolated(() -> acceptedSpan.accept(each)));
    }

    /** The outcome with the context of its span, if that worked. */
    TaskOutcome answered(TaskOutcome outcome) {
        try {
            return answeredSpan.apply(outcome);
        } catch (RuntimeException e) {
            failed(e);
            return outcome;
        }
    }

    private void isolated(Runnable observation) {
        try {
            observation.run();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException error) {
        if (failed.compareAndSet(false, true)) {
            LOG.atError().setCause(error).log("recording a metric or a span failed; outcomes are not affected");
        }
    }
}
