package io.mpsbridge.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record to be written, free of client types. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutboundRecord(String topic, byte @Nullable [] key, byte @Nullable [] value, List<RecordHeader> headers) {
    public OutboundRecord {
        headers = List.copyOf(headers);
    }

    /**
     * The size of this record in a batch of its own, uncompressed, which Kafka compares with a topic's
     * {@code max.message.bytes} and a producer's {@code max.request.size}.
     */
    public int batchBytes() {
        return RecordBytes.ofBatch(key, value, headers);
    }
}
