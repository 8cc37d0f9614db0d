package io.mpsbridge.task;

import java.time.Instant;
import java.util.List;
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

    /** Applies the first function to images, or the second to a failure. */
    <R> R fold(Function<Completed, R> completed, Function<Failed, R> failed);

    /** A copy with another trace context for the terminal event. */
    TaskOutcome traced(String traceparent, @Nullable String tracestate);

    /**
     * The task has images.
     *
     * @param imageUrls at least one, as MPS gave them
     */
    record Completed(
            TaskCreated task,
            List<String> imageUrls,
            @Nullable String requestId,
            @Nullable Instant lastUnfinishedAt,
            Instant detectedAt,
            int polls)
            implements TaskOutcome {
        public Completed {
            imageUrls = List.copyOf(imageUrls);
        }

        @Override
        public <R> R fold(Function<Completed, R> completed, Function<Failed, R> failed) {
            return completed.apply(this);
        }

        @Override
        public Completed traced(String traceparent, @Nullable String tracestate) {
            return new Completed(
                    task.traced(traceparent, tracestate), imageUrls, requestId, lastUnfinishedAt, detectedAt, polls);
        }
    }

    /**
     * The task ended without images.
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
