package io.mpsbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A created event as the load sends it. Its key says what it is, so that the books need nothing but the topics:
 * {@code NUMBER;KIND;EXPECTED;EVENT_ID}.
 *
 * @param eventId of a CloudEvent, which its answer names as its cause; empty where the answer names the record's place
 * @param timestamp the record's, in milliseconds, or null for the present
 * @param codec by which its batch is compressed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CreatedEvent(
        int number,
        String kind,
        byte @Nullable [] value,
        List<RecordHeader> headers,
        String eventId,
        @Nullable Long timestamp,
        String codec,
        Expected expected) {

    /** What the key of a created record says. */
    record Label(String kind, Expected expected, String eventId) {
        private static final Label UNKNOWN = new Label("unlabelled", Expected.anything(), "");

        static Label of(ConsumerRecord<byte[], byte[]> created) {
            String[] parts = created.key() == null ? new String[0] : new String(created.key(), UTF_8).split(";", -1);
            return parts.length == 4 ? new Label(parts[1], Expected.parse(parts[2]), parts[3]) : UNKNOWN;
        }
    }

    /** Bare JSON, now, uncompressed. */
    static CreatedEvent of(int number, String kind, String json, Expected expected) {
        return new CreatedEvent(number, kind, json.getBytes(UTF_8), List.of(), "", null, "none", expected);
    }

    CreatedEvent withValue(byte @Nullable [] newValue) {
        return new CreatedEvent(number, kind, newValue, headers, eventId, timestamp, codec, expected);
    }

    CreatedEvent withTimestamp(long millis) {
        return new CreatedEvent(number, kind, value, headers, eventId, millis, codec, expected);
    }

    CreatedEvent withCodec(String newCodec) {
        return new CreatedEvent(number, kind, value, headers, eventId, timestamp, newCodec, expected);
    }

    CreatedEvent withEventId(String newEventId) {
        return new CreatedEvent(number, kind, value, headers, newEventId, timestamp, codec, expected);
    }

    CreatedEvent withHeaders(String... namesAndValues) {
        var all = new ArrayList<RecordHeader>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.add(new RecordHeader(namesAndValues[i], namesAndValues[i + 1].getBytes(UTF_8)));
        }
        return new CreatedEvent(number, kind, value, all, eventId, timestamp, codec, expected);
    }

    ProducerRecord<byte[], byte[]> record() {
        byte[] key = (number + ";" + kind + ";" + expected + ";" + eventId).getBytes(UTF_8);
        return new ProducerRecord<>(Rig.CREATED, null, timestamp, key, value, List.copyOf(headers));
    }
}
