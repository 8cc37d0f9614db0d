package io.mpsbridge.mps;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code Date} headers. Answers of one second have the same one, so the last is kept. Thread-safe. */
final class DateHeader {

    private volatile Seen last = new Seen("", null);

    /** The time, or null if there is no header or it is no date. */
    @Nullable Instant read(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Seen seen = last;
        if (!seen.header.equals(header)) {
            seen = new Seen(header, parse(header));
            last = seen;
        }
        return seen.time;
    }

    private static @Nullable Instant parse(String header) {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
        } catch (DateTimeException e) {
            return null; // not a date
        }
    }

    private record Seen(String header, @Nullable Instant time) {}
}
