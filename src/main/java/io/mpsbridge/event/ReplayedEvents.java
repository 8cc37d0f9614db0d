package io.mpsbridge.event;

import io.mpsbridge.task.EventContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes the records of a replay: the event's original key, value and headers, plus the name of the replay.
 *
 * <p>A CloudEvent has the name in the extension {@code replayname}; bare JSON in the header
 * {@link EventDecoder#REPLAY_NAME}, with the event's original id in {@link EventDecoder#ORIGIN_ID}. A created event
 * also has its original timestamp in {@link EventDecoder#RECORDED_AT}, since its new record has its own.
 */
public final class ReplayedEvents {
    private static final String REPLAY_NAME_HEADER = BinaryMode.PREFIX + CreatedEvent.REPLAY_NAME;

    private ReplayedEvents() {}

    /**
     * A created event again, for the topic that it came from.
     *
     * @param record one that {@link EventDecoder} can read; another stays unreadable
     */
    public static OutboundRecord created(InboundRecord record, String replayName) {
        HeaderTexts texts = new HeaderTexts(record.headers());
        List<RecordHeader> headers = without(record.headers(), Set.of(EventDecoder.REPLAY_NAME, REPLAY_NAME_HEADER));
        byte[] value = record.value();
        switch (EventForm.of(texts, value == null ? new byte[0] : value)) {
            case STRUCTURED ->
                value = value == null
                        ? null
                        : StructuredMode.withAttribute(value, CreatedEvent.REPLAY_NAME, replayName);
            case BINARY -> headers.add(RecordHeader.text(REPLAY_NAME_HEADER, replayName));
            case BARE -> {
                headers.add(RecordHeader.text(EventDecoder.REPLAY_NAME, replayName));
                if (!texts.has(EventDecoder.ORIGIN_ID)) {
                    headers.add(RecordHeader.text(
                            EventDecoder.ORIGIN_ID,
                            EventContext.bareId(record.topic(), record.partition(), record.offset())));
                }
            }
        }
        if (!texts.has(EventDecoder.RECORDED_AT)) {
            headers.add(RecordHeader.text(
                    EventDecoder.RECORDED_AT, record.timestamp().toString()));
        }
        return new OutboundRecord(record.topic(), record.key(), value, headers);
    }

    /** A terminal event again, with the attribute that names the replay. */
    public static OutboundRecord terminal(InboundRecord record, String replayName) {
        List<RecordHeader> headers = without(record.headers(), Set.of(REPLAY_NAME_HEADER));
        headers.add(RecordHeader.text(REPLAY_NAME_HEADER, replayName));
        return new OutboundRecord(record.topic(), record.key(), record.value(), headers);
    }

    private static List<RecordHeader> without(List<RecordHeader> headers, Set<String> names) {
        List<RecordHeader> kept = new ArrayList<>(headers);
        kept.removeIf(header -> names.contains(header.name().toLowerCase(Locale.ROOT)));
        return kept;
    }
}
