package io.mpsbridge.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that was submitted to MPS and is to be answered.
 *
 * @param taskId the vendor's id, 1 to 256 visible characters
 * @param scope whose quota its polls take from; says what it makes and for which account
 * @param model what the task was made with; tasks of one model take about as long
 * @param submittedAt when upstream says that it submitted the task
 * @param deadline when upstream says that it stops waiting
 * @param metadata a JSON object as the event spelled it, to be echoed untouched
 * @param createdAt the start of the task's age: the earliest of {@code submittedAt}, the event's time, the record's
 *     timestamp, and the moment of reading
 * @param recordedAt the record's timestamp, or null if that is not plausible
 * @param lineage what the terminal event carries on
 */
public record TaskCreated(
        String taskId,
        QuotaScope scope,
        @Nullable String model,
        @Nullable Instant submittedAt,
        @Nullable Instant deadline,
        @Nullable String metadata,
        Instant createdAt,
        @Nullable Instant recordedAt,
        EventContext lineage) {

    /** A copy with another trace context. */
    TaskCreated traced(String traceparent, @Nullable String tracestate) {
        return new TaskCreated(
                taskId,
                scope,
                model,
                submittedAt,
                deadline,
                metadata,
                createdAt,
                recordedAt,
                lineage.traced(traceparent, tracestate));
    }
}
