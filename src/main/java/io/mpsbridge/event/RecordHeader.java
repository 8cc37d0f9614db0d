package io.mpsbridge.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One header of a record; names may repeat, values may be null. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RecordHeader(String name, byte @Nullable [] value) {

    public static RecordHeader text(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
