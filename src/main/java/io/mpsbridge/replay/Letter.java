package io.mpsbridge.replay;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, as people look at it.
 *
 * @param at when it was put aside
 * @param code what is wrong, for machines
 * @param message what is wrong and what to fix
 * @param whole whether it holds the created record to the byte
 * @param topic where that record stood, with {@code originPartition} and {@code originOffset}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Letter(
        int partition,
        long offset,
        Instant at,
        String code,
        String message,
        boolean whole,
        String topic,
        int originPartition,
        long originOffset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {

    public Letter {
        headers = List.copyOf(headers);
    }

    /** A header of the record that was put aside. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Header(String name, byte @Nullable [] value) {}
}
