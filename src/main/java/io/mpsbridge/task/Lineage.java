package io.mpsbridge.task;

import org.jspecify.annotations.Nullable;

/**
 * Where a created event came from and what its terminal event carries on.
 *
 * @param source the created event's {@code source}; for bare JSON the topic's name
 * @param eventId the created event's id; for bare JSON {@code <topic>/<partition>/<offset>}
 * @param key the created record's key, as it was; never modified by its holders
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying would cost memory per task in flight
public record Lineage(
        String source,
        String eventId,
        byte @Nullable [] key,
        @Nullable String traceparent,
        @Nullable String tracestate,
        @Nullable String correlationId,
        @Nullable String replayName) {

    /** The same with another trace context to carry on. */
    Lineage traced(String otherTraceparent, @Nullable String otherTracestate) {
        return new Lineage(source, eventId, key, otherTraceparent, otherTracestate, correlationId, replayName);
    }
}
