package io.mpsbridge.event;

import io.cloudevents.CloudEvent;
import io.mpsbridge.task.ClaimedTime;
import io.mpsbridge.task.EventContext;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A created event, in whichever form it came.
 *
 * @param id null for bare JSON that is not a replay
 * @param trace from the event's extensions; the record's headers take precedence
 * @param data the text that must be a JSON object
 */
record CreatedEvent(
        String source,
        @Nullable String id,
        @Nullable ClaimedTime time,
        @Nullable String correlationId,
        @Nullable String replayName,
        Optional<TraceContext> trace,
        String data) {

    static final String CORRELATION_ID = "correlationid";
    static final String REPLAY_NAME = "replayname";
    static final String TIME = "time";

    /**
     * The attributes that the SDK reads. Others are left out, since the SDK rejects an event for any invalid one:
     * neither a time from a broken clock, nor a schema or an extension that the bridge does not need, may cost a task
     * its answer.
     */
    static final Set<String> ATTRIBUTES = Set.of(
            "specversion",
            "id",
            "source",
            "type",
            CORRELATION_ID,
            REPLAY_NAME,
            TraceContext.TRACEPARENT,
            TraceContext.TRACESTATE);

    static CreatedEvent of(CloudEvent event, @Nullable ClaimedTime time, String data) {
        return new CreatedEvent(
                event.getSource().toString(),
                event.getId(),
                time,
                extension(event, CORRELATION_ID),
                extension(event, REPLAY_NAME),
                TraceContext.of(extension(event, TraceContext.TRACEPARENT), extension(event, TraceContext.TRACESTATE)),
                data);
    }

    /** The attribute {@code time}; null without text, and a claim without a time if the text is not one. */
    static @Nullable ClaimedTime time(@Nullable String text) {
        return text == null || text.isEmpty()
                ? null
                : new ClaimedTime(
                        ClaimedTime.Source.EVENT_TIME, Rfc3339.parse(text).orElse(null));
    }

    /** What the terminal event passes on. */
    EventContext lineage(InboundRecord record, Optional<TraceContext> hop, SharedTexts texts) {
        Optional<TraceContext> carried = hop.or(() -> trace);
        return new EventContext(
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
