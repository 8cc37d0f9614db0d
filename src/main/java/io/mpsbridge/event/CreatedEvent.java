package io.mpsbridge.event;

import io.cloudevents.CloudEvent;
import io.mpsbridge.task.Lineage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A created event, in whichever form it came.
 *
 * @param id null for bare JSON that is not a replay
 * @param trace what the event's own extensions say; headers of the record come first
 * @param data the text that must be a JSON object
 */
record CreatedEvent(
        String source,
        @Nullable String id,
        @Nullable Instant time,
        @Nullable String correlationId,
        @Nullable String replayName,
        Optional<TraceContext> trace,
        String data) {

    static final String CORRELATION_ID = "correlationid";
    static final String REPLAY_NAME = "replayname";

    /**
     * The attributes that are read. Others are upstream's own business: a schema or an extension that breaks the
     * specification must not keep a task from its answer.
     */
    static final Set<String> ATTRIBUTES = Set.of(
            "specversion",
            "id",
            "source",
            "type",
            "time",
            CORRELATION_ID,
            REPLAY_NAME,
            TraceContext.TRACEPARENT,
            TraceContext.TRACESTATE);

    private static final int LAST_YEAR = 9999;

    static CreatedEvent of(CloudEvent event, String data) throws RejectedException {
        OffsetDateTime time = event.getTime();
        // RFC 3339 ends there, and so do the sums of those who count with it.
        if (time != null && (time.getYear() < 0 || time.getYear() > LAST_YEAR)) {
            throw new RejectedException(RejectionCode.INVALID_EVENT, "the attribute 'time' has no year of four digits");
        }
        return new CreatedEvent(
                event.getSource().toString(),
                event.getId(),
                time == null ? null : time.toInstant(),
                extension(event, CORRELATION_ID),
                extension(event, REPLAY_NAME),
                TraceContext.of(extension(event, TraceContext.TRACEPARENT), extension(event, TraceContext.TRACESTATE)),
                data);
    }

    /** What the terminal event carries on. */
    Lineage lineage(InboundRecord record, Optional<TraceContext> hop, SharedTexts texts) {
        Optional<TraceContext> carried = hop.or(() -> trace);
        return new Lineage(
                texts.share(source),
                id,
                record.partition(),
                record.offset(),
                record.key(),
                carried.map(TraceContext::traceparent).orElse(null),
                carried.map(TraceContext::tracestate).orElse(null),
                correlationId,
                replayName);
    }

    private static @Nullable String extension(CloudEvent event, String name) {
        Object value = event.getExtension(name);
        return value == null ? null : value.toString();
    }
}
