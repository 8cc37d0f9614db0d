package io.mpsbridge.event;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of records in Kafka's record batch format, magic 2, as the client estimates them before it compresses.
 *
 * @see <a href="https://kafka.apache.org/documentation/#recordbatch">Record Batch</a>
 */
final class RecordBytes {
    private static final int BATCH_OVERHEAD = 61;
    private static final int RECORD_OVERHEAD = 21;
    private static final int BITS_PER_BYTE = 7;

    private RecordBytes() {}

    /** Saturates instead of overflowing. */
    static int ofBatch(byte @Nullable [] key, byte @Nullable [] value, List<RecordHeader> headers) {
        long bytes = BATCH_OVERHEAD + RECORD_OVERHEAD + of(key) + of(value) + ofVarint(headers.size());
        for (RecordHeader header : headers) {
            bytes += of(header);
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    static long of(RecordHeader header) {
        return of(header.name().getBytes(StandardCharsets.UTF_8)) + of(header.value());
    }

    static long of(byte @Nullable [] field) {
        return field == null ? ofVarint(-1) : (long) ofVarint(field.length) + field.length;
    }

    /** Zigzag: the sign is the lowest bit. */
    private static int ofVarint(int number) {
        int zigzag = number << 1 ^ number >> 31;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(zigzag);
        return Math.max(1, (bits + BITS_PER_BYTE - 1) / BITS_PER_BYTE);
    }
}
