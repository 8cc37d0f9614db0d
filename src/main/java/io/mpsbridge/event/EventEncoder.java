package io.mpsbridge.event;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.CloudEventUtils;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Encodes outgoing records: terminal events as CloudEvents 1.0 in binary mode, and dead letters. Equal outcomes give
 * equal records. Thread-safe.
 */
public final class EventEncoder {
    /** Any dead letter can be truncated to this size. */
    public static final int MIN_DEAD_LETTER_BYTES = DeadLetters.MIN_BYTES;

    /** Code of dead letters for terminal events too large for their topic. */
    public static final String OUTCOME_TOO_LARGE = RejectionCode.OUTCOME_TOO_LARGE.code();

    /** Code of dead letters for terminal events that the broker refuses for another reason than their size. */
    public static final String OUTCOME_REFUSED = RejectionCode.OUTCOME_REFUSED.code();

    private static final String JSON = "application/json";

    private final String completedTopic;
    private final String failedTopic;
    private final URI source;
    private final DeadLetters deadLetters;

    /** The group is part of the events' source, {@code urn:mps-bridge:<group>}, and of the dead letters' headers. */
    public EventEncoder(String completedTopic, String failedTopic, String deadLetterTopic, String groupId) {
        this.completedTopic = completedTopic;
        this.failedTopic = failedTopic;
        this.source = source(groupId);
        this.deadLetters = new DeadLetters(deadLetterTopic, groupId);
    }

    /**
     * The terminal event of an outcome. Its size is not limited: compare {@link OutboundRecord#batchBytes} with the
     * topic's limit.
     */
    public OutboundRecord encode(TaskOutcome outcome) {
        TerminalType type = TerminalType.of(outcome);
        EventContext lineage = outcome.task().lineage();
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(EventId.of(lineage, outcome.task().taskId(), type.type())
                        .toString())
                .withSource(source)
                .withType(type.type())
                .withSubject(outcome.task().taskId())
                .withTime(outcome.detectedAt().atOffset(ZoneOffset.UTC))
                .withExtension("causationid", lineage.eventId())
                .withData(JSON, type.schema(), OutcomeJson.bytes(outcome));
        if (lineage.correlationId() != null) {
            event.withExtension(CreatedEvent.CORRELATION_ID, lineage.correlationId());
        }
        if (lineage.replayName() != null) {
            event.withExtension(CreatedEvent.REPLAY_NAME, lineage.replayName());
        }
        return record(outcome, type, event.build());
    }

    /** The dead letter of a created record, whole. */
    public OutboundRecord deadLetter(InboundRecord record, Rejection rejection) {
        return deadLetter(record, rejection, Integer.MAX_VALUE);
    }

    /**
     * The dead letter of a created record whose {@link OutboundRecord#batchBytes} is at most {@code maxBytes}. If it is
     * larger, these are dropped in this order until it fits:
     *
     * <ol>
     *   <li>the end of the value: the header {@code mps-bridge-truncated} says how many bytes it had;
     *   <li>with no value left, the key, if that is still too large: {@code mps-bridge-dropped-key} says how many bytes
     *       it had;
     *   <li>the record's own headers, the largest first: {@code mps-bridge-dropped-headers} says how many.
     * </ol>
     *
     * The value then gets the remaining room.
     *
     * @param maxBytes at least {@link #MIN_DEAD_LETTER_BYTES}
     * @throws IllegalArgumentException if {@code maxBytes} is less
     */
    public OutboundRecord deadLetter(InboundRecord record, Rejection rejection, int maxBytes) {
        return deadLetters.letter(
                new DeadLetters.Content(record.key(), record.value(), record.headers()),
                new DeadLetters.Position(record.topic(), record.partition(), record.offset()),
                rejection,
                maxBytes);
    }

    /**
     * The dead letter of a terminal event that does not fit its topic: the event's key, value and headers, cut as
     * {@link #deadLetter(InboundRecord, Rejection, int)} says, with the code {@code outcome-too-large}, the header
     * {@code mps-bridge-content} that says {@code outcome}, and the position of the created record, where the task can
     * be read again.
     *
     * @param origin where in {@code createdTopic} the task came from
     * @param topicBytes the limit of the terminal event's topic, for the message
     * @param maxBytes the limit of the dead-letter topic
     */
    public OutboundRecord deadLetterOutcome(
            OutboundRecord event, String createdTopic, Origin origin, int topicBytes, int maxBytes) {
        Rejection rejection = new Rejection(
                OUTCOME_TOO_LARGE,
                "the terminal event has " + event.batchBytes() + " bytes, the topic " + event.topic() + " takes "
                        + topicBytes + "; raise its max.message.bytes and redrive this letter");
        return letterOf(event, DeadLetters.Position.of(createdTopic, origin), rejection, maxBytes);
    }

    /**
     * The dead letter of a terminal event that the broker refuses for good, as {@link #deadLetterOutcome} but with the
     * code {@code outcome-refused}.
     *
     * @param reason the broker's words
     */
    public OutboundRecord deadLetterRefused(
            OutboundRecord event, String createdTopic, Origin origin, String reason, int maxBytes) {
        Rejection rejection = Rejection.of(
                RejectionCode.OUTCOME_REFUSED,
                "the broker refuses the terminal event on the topic " + event.topic() + ": " + reason
                        + "; fix the topic and redrive this letter");
        return letterOf(event, DeadLetters.Position.of(createdTopic, origin), rejection, maxBytes);
    }

    private OutboundRecord letterOf(
            OutboundRecord event, DeadLetters.Position position, Rejection rejection, int maxBytes) {
        return deadLetters.substitute(
                DeadLetters.Kind.OUTCOME,
                new DeadLetters.Content(event.key(), event.value(), event.headers()),
                position,
                rejection,
                maxBytes);
    }

    /**
     * The dead letter of an accepted event whose record is no longer in memory: its value is made from what is kept of
     * the task, and its header {@code mps-bridge-content} says {@code task}. A redrive reads the created record at the
     * position that the letter names.
     *
     * @param origin where in {@code createdTopic} the task came from
     * @param maxBytes as of {@link #deadLetter(InboundRecord, Rejection, int)}
     */
    public OutboundRecord deadLetterTask(
            TaskCreated task, String createdTopic, Origin origin, Rejection rejection, int maxBytes) {
        return deadLetters.substitute(
                DeadLetters.Kind.TASK,
                new DeadLetters.Content(task.lineage().key(), CreatedJson.bytes(task), List.of()),
                DeadLetters.Position.of(createdTopic, origin),
                rejection,
                maxBytes);
    }

    private OutboundRecord record(TaskOutcome outcome, TerminalType type, CloudEvent event) {
        EventContext lineage = outcome.task().lineage();
        String topic = type == TerminalType.COMPLETED ? completedTopic : failedTopic;
        byte[] key =
                lineage.key() != null ? lineage.key() : outcome.task().taskId().getBytes(StandardCharsets.UTF_8);
        return CloudEventUtils.toReader(event)
                .read(version -> new RecordWriter(topic, key, version.toString())
                        .withHeader(TraceContext.TRACEPARENT, lineage.traceparent())
                        .withHeader(TraceContext.TRACESTATE, lineage.tracestate()));
    }

    private static URI source(String groupId) {
        // The form encoding differs from that of URIs only for the space.
        String encoded = URLEncoder.encode(groupId, StandardCharsets.UTF_8).replace("+", "%20");
        return URI.create("urn:mps-bridge:" + encoded);
    }
}
