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

    /** When the deciding answer was received. */
    Instant detectedAt();

    /** When the last poll that found the task unfinished was sent, or null where none did. */
    @Nullable Instant lastUnfinishedAt();

    /** The vendor's id of the deciding answer, or null where none was needed. */
    @Nullable String requestId();

    /** What the one function makes of images, or the other of a failure. */
    <R> R fold(Function<Completed, R> completed, Function<Failed, R> failed);

    /** The same with another trace context for the terminal event. */
    TaskOutcome traced(String traceparent, @Nullable String tracestate);

    /**
     * The images are there.
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
     * There will be no images.
     *
     * @param message for people
     * @param errorCode the vendor's error code where there was one
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
