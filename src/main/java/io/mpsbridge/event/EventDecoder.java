package io.mpsbridge.event;

import io.mpsbridge.task.ClaimedTime;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads created events: CloudEvents 1.0 in structured mode (the content-type begins with
 * {@code application/cloudevents}) or in binary mode (there is a header {@code ce_specversion}), else in structured
 * mode again (the value has {@code specversion}, {@code id}, {@code source}, {@code type} and data, and no
 * {@code taskId}), else bare JSON data.
 *
 * <p>Of the data, {@code taskId} is required: 1 to 256 code points, none of them white space, a control, format or
 * unassigned character or half a surrogate pair. {@code kind} (a {@link TaskKind} label, image by default),
 * {@code account} (a configured name), {@code model} (at most 256 characters), {@code submittedAt} and {@code deadline}
 * (RFC 3339) and {@code metadata} (a JSON object) may be missing or null. Other fields are ignored, and the data is
 * JSON whatever {@code datacontenttype} says. Bounds: 200 levels, names of 10,000, numbers of 1,000 and strings of 16
 * Mi characters, attributes of 1,024.
 *
 * <p>The event of bare JSON has the topic as its source and {@code <topic>/<partition>/<offset>} as its id. A replay of
 * it says {@link #ORIGIN_ID} and {@link #REPLAY_NAME} in headers; a CloudEvent keeps its id and has the extension
 * {@code replayname}. Either says {@link #RECORDED_AT}, so that a task is not taken for younger than it is.
 *
 * <p>Plain headers {@code traceparent} and {@code tracestate} carry the trace; without a valid one the extensions of
 * the same names do. A trace context that is not valid is dropped.
 *
 * <p>A time that cannot be true counts as absent, see {@link ClaimedTime}.
 *
 * <p>Thread-safe; never throws, whatever the record holds.
 */
public final class EventDecoder {
    /** Header of replayed bare JSON: the id that the event had the first time. */
    public static final String ORIGIN_ID = "mps-bridge-origin-id";

    /** Header of replayed bare JSON: the name of the replay. */
    public static final String REPLAY_NAME = "mps-bridge-replay-name";

    /** Header of a replayed event: the timestamp of the original record (RFC 3339). */
    public static final String RECORDED_AT = "mps-bridge-recorded-at";

    static final String CONTENT_TYPE = "content-type";

    private final InstantSource clock;
    private final KnownScopes scopes;
    private final SharedTexts texts = new SharedTexts();

    /** @param scopes the accounts that an event may name */
    public EventDecoder(InstantSource clock, KnownScopes scopes) {
        this.clock = clock;
        this.scopes = scopes;
    }

    /** Classifies and reads the record. */
    public Decoded decode(InboundRecord record) {
        byte[] value = record.value();
        if (value == null) {
            return new Decoded.Tombstone();
        }
        try {
            return task(record, value);
        } catch (RejectedException e) {
            boolean foreign = e.code() == RejectionCode.NOT_UTF8 || e.code() == RejectionCode.NOT_JSON;
            Optional<String> hint = foreign ? ForeignBytes.of(value) : Optional.empty();
            return new Decoded.Unreadable(hint.map(e::lookingLike).orElse(e).rejection());
        }
    }

    private Decoded.Task task(InboundRecord record, byte[] value) throws RejectedException {
        HeaderTexts headers = new HeaderTexts(record.headers());
        CreatedEvent event = event(record, headers, value);
        CreatedData data = data(event.data());
        String model = data.model();
        TimeClaims claims = new TimeClaims(clock.instant());
        Instant submittedAt = claims.judge(data.submittedAt());
        Instant written = claims.judge(new ClaimedTime(ClaimedTime.Source.RECORD_TIMESTAMP, record.timestamp()));
        Instant recordedAt = recordedAt(written, firstRecorded(headers, event), claims);
        Instant createdAt = claims.earliest(submittedAt, claims.judge(event.time()), written, recordedAt);
        Optional<TraceContext> hop =
                TraceContext.of(headers.lenient(TraceContext.TRACEPARENT), headers.lenient(TraceContext.TRACESTATE));
        TaskCreated task = new TaskCreated(
                data.taskId(),
                scopes.scope(data.account(), data.kind()),
                model == null ? null : texts.share(model),
                submittedAt,
                claims.judge(data.deadline()),
                data.metadata(),
                createdAt,
                recordedAt,
                event.lineage(record, hop, texts));
        return new Decoded.Task(task, claims.ignored());
    }

    /** The time of the first record, according to a replay; ignored in other events. */
    private static @Nullable ClaimedTime firstRecorded(HeaderTexts headers, CreatedEvent event) {
        String text = event.replayName() == null ? null : headers.lenient(RECORDED_AT);
        return text == null
                ? null
                : new ClaimedTime(
                        ClaimedTime.Source.RECORDED_AT, Rfc3339.parse(text).orElse(null));
    }

    /**
     * A replay counts from its original record, and never makes a task younger. If that record's time is unknown, so is
     * this one: the new record's time says nothing about the original's claims.
     */
    private static @Nullable Instant recordedAt(
            @Nullable Instant written, @Nullable ClaimedTime first, TimeClaims claims) {
        if (first == null) {
            return written;
        }
        Instant recordedAt = claims.judge(first);
        return recordedAt != null && written != null && written.isBefore(recordedAt) ? written : recordedAt;
    }

    private static CreatedEvent event(InboundRecord record, HeaderTexts headers, byte[] value)
            throws RejectedException {
        return switch (EventForm.of(headers, value)) {
            case STRUCTURED -> StructuredMode.read(headers.lenient(CONTENT_TYPE), value);
            case BINARY -> BinaryMode.read(headers, value);
            case BARE -> bare(record, headers, value);
        };
    }

    private static CreatedData data(String json) throws RejectedException {
        try {
            return CreatedData.parse(json);
        } catch (RejectedException e) {
            boolean foreign = e.code() == RejectionCode.MISSING_TASK_ID
                    || e.code() == RejectionCode.NOT_AN_OBJECT
                    || e.code() == RejectionCode.NO_DATA;
            throw foreign ? ForeignJson.of(json).map(e::lookingLike).orElse(e) : e;
        }
    }

    private static CreatedEvent bare(InboundRecord record, HeaderTexts headers, byte[] value) throws RejectedException {
        return new CreatedEvent(
                record.topic(),
                headers.attribute(ORIGIN_ID).orElse(null),
                null,
                null,
                headers.attribute(REPLAY_NAME).orElse(null),
                Optional.empty(),
                Texts.document(value, "the record's value"));
    }
}
