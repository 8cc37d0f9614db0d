package io.mpsbridge.event;

import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.task.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes dead letters. */
final class DeadLetters {
    /** Room for the letter's own headers at their largest. */
    static final int MIN_BYTES = 2048;

    static final String TOPIC = "__dlq.errors.topic";
    static final String PARTITION = "__dlq.errors.partition";
    static final String OFFSET = "__dlq.errors.offset";
    static final String MESSAGE = "__dlq.errors.message";
    static final String ERROR_CODE = "mps-bridge-error-code";
    /** What the letter holds, if not the created record. */
    static final String CONTENT = "mps-bridge-content";

    private static final String GROUP = "__dlq.errors.group";
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_MESSAGE_BYTES = 1024;
    private static final int MAX_CODE_BYTES = 64;

    private final String topic;
    private final String groupId;

    DeadLetters(String topic, String groupId) {
        this.topic = topic;
        this.groupId = groupId;
    }

    /** What a letter holds instead of the created record. */
    enum Kind {
        /** A terminal event that did not fit its topic. */
        OUTCOME,
        /** The data of a created event, rebuilt from the task in memory. */
        TASK
    }

    /** What a letter preserves. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Content(byte @Nullable [] key, byte @Nullable [] value, List<RecordHeader> headers) {}

    /** Where the created record is. */
    record Position(String topic, int partition, long offset) {
        static Position of(String topic, Origin origin) {
            return new Position(topic, origin.partition(), origin.offset());
        }
    }

    OutboundRecord letter(Content content, Position position, Rejection rejection, int maxBytes) {
        return letter(content, ownHeaders(position, rejection), maxBytes);
    }

    /** A letter that holds something other than the created record, which can be read at the position. */
    OutboundRecord substitute(Kind kind, Content content, Position position, Rejection rejection, int maxBytes) {
        List<RecordHeader> own = new ArrayList<>();
        own.add(RecordHeader.text(CONTENT, kind.name().toLowerCase(Locale.ROOT)));
        own.addAll(ownHeaders(position, rejection));
        return letter(content, own, maxBytes);
    }

    private OutboundRecord letter(Content content, List<RecordHeader> own, int maxBytes) {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("the topic " + topic + " must take records of " + MIN_BYTES
                    + " bytes, takes " + maxBytes + "; raise its max.message.bytes");
        }
        OutboundRecord whole = record(content, own);
        return whole.batchBytes() <= maxBytes ? whole : record(Excerpt.of(content, own, maxBytes), own);
    }

    /** The letter's own headers come last: a look-up by name finds the last one. */
    private OutboundRecord record(Content content, List<RecordHeader> own) {
        List<RecordHeader> headers = new ArrayList<>(content.headers());
        headers.addAll(own);
        return new OutboundRecord(topic, content.key(), content.value(), headers);
    }

    private List<RecordHeader> ownHeaders(Position position, Rejection rejection) {
        return List.of(
                header(TOPIC, position.topic(), MAX_NAME_BYTES),
                RecordHeader.text(PARTITION, Integer.toString(position.partition())),
                RecordHeader.text(OFFSET, Long.toString(position.offset())),
                header(GROUP, groupId, MAX_NAME_BYTES),
                header(MESSAGE, rejection.message(), MAX_MESSAGE_BYTES),
                header(ERROR_CODE, rejection.code(), MAX_CODE_BYTES));
    }

    /** A header whose text is cut between characters. */
    private static RecordHeader header(String name, String text, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(bytes.length, maxBytes);
        while (end < bytes.length && isContinuation(bytes[end])) {
            end--;
        }
        return new RecordHeader(name, Arrays.copyOf(bytes, end));
    }

    private static boolean isContinuation(byte utf8) {
        return (utf8 & 0xC0) == 0x80;
    }
}
