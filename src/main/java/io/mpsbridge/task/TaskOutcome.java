package io.mpsbridge.task;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a task ended: exactly one for every created event. */
public sealed interface TaskOutcome {

    TaskCreated task();

    /** How often MPS was asked about the task by this process. */
    int polls();

    /** When the deciding answer arrived. */
    Instant detectedAt();

    /** When the last poll that found the task unfinished was sent, or null where none did. */
    @Nullable Instant lastUnfinishedAt();

    /** The vendor's id of the deciding answer, or null where none was needed. */
    @Nullable String requestId();

    /** Applies the first function to results, or the second to a failure. */
    <R> R fold(Function<Completed, R> completed, Function<Failed, R> failed);

    /** A copy with another trace context for the terminal event. */
    TaskOutcome traced(String traceparent, @Nullable String tracestate);

    /**
     * The task has results.
     *
     * @param results at least one file
     */
    record Completed(
            TaskCreated task,
            TaskResults results,
            @Nullable String requestId,
            @Nullable Instant lastUnfinishedAt,
            Instant detectedAt,
            int polls)
            implements TaskOutcome {
        @Override
        public <R> R fold(Function<Completed, R> completed, Function<Failed, R> failed) {
            return completed.apply(this);
        }

        @Override
        public Completed traced(String traceparent, @Nullable String tracestate) {
            return new Completed(
                    task.traced(traceparent, tracestate), results, requestId, lastUnfinishedAt, detectedAt, polls);
        }
    }

    /**
     * The task ended without results.
     *
     * @param message for people
     * @param errorCode the vendor's error code, if any
     */
    record Failed(
            TaskCreated task,
            FailureReason reason,
            String message,
            @Nullable String errorCode,
            @Nullable String requestId,
            @Nullable Instant lastUnfinishedAt,
            Instant detectedAt,
            int polls)
            implements TaskOutcome {
        @Override
        public <R> R fold(Function<Completed, R> completed, Function<Failed, R> failed) {
            return failed.apply(this);
        }

        @Override
        public Failed traced(String traceparent, @Nullable String tracestate) {
            return new Failed(
                    task.traced(traceparent, tracestate),
                    reason,
                    message,
                    errorCode,
                    requestId,
                    lastUnfinishedAt,
                    detectedAt,
                    polls);
        }
    }
}
