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
 * @param trace what the event's own extensions say; headers of the record come first
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
     * The attributes that the SDK reads. The time is none of them: a sender's broken clock or serializer must not keep a
     * task from its answer, and the SDK rejects an event for it. Others are upstream's own business: a schema or an extension that breaks the
     * specification must not keep a task from its answer.
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

    /** The attribute {@code time}; without text there is none, and a text that is no time is a claim that nobody can believe. */
    static @Nullable ClaimedTime time(@Nullable String text) {
        return text == null || text.isEmpty()
                ? null
                : new ClaimedTime(
                        ClaimedTime.Source.EVENT_TIME, Rfc3339.parse(text).orElse(null));
    }

    /** What the terminal event carries on. */
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
