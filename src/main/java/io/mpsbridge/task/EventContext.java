package io.mpsbridge.task;

import org.jspecify.annotations.Nullable;

/**
 * Where a created event came from, and what its terminal event passes on.
 *
 * @param source the created event's {@code source}; for bare JSON the topic's name
 * @param ownId the id that the created event brought, or null for bare JSON that is not a replay
 * @param partition where the created record was read
 * @param offset where the created record was read
 * @param key the created record's key, as it was; never modified by its holders
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying would cost memory per task in flight
public record EventContext(
        String source,
        @Nullable String ownId,
        int partition,
        long offset,
        byte @Nullable [] key,
        @Nullable String traceparent,
        @Nullable String tracestate,
        @Nullable String correlationId,
        @Nullable String replayName) {

    /** The created event's id; for bare JSON it is computed on demand, to save memory. */
    public String eventId() {
        return ownId != null ? ownId : bareId(source, partition, offset);
    }

    /** The id of bare JSON that is not a replay: {@code <topic>/<partition>/<offset>}. */
    public static String bareId(String topic, int partition, long offset) {
        return topic + "/" + partition + "/" + offset;
    }

    /** A copy with another trace context. */
    EventContext traced(String otherTraceparent, @Nullable String otherTracestate) {
        return new EventContext(
                source, ownId, partition, offset, key, otherTraceparent, otherTracestate, correlationId, replayName);
    }
}
