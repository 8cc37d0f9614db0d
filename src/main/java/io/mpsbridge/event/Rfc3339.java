package io.mpsbridge.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses RFC 3339 times, to the nanosecond; further digits are truncated. */
final class Rfc3339 {
    private static final Pattern DATE_TIME = Pattern.compile(
            "([0-9]{4}-[0-9]{2}-[0-9]{2}t[0-9]{2}:[0-9]{2}:[0-9]{2})(?:(\\.[0-9]{1,9})[0-9]{0,21})?(z|[+-][0-9]{2}:[0-9]{2})",
            Pattern.CASE_INSENSITIVE);

    private Rfc3339() {}

    /** The time, or empty if the text is none. */
    static Optional<Instant> parse(String text) {
        Matcher matcher = DATE_TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        try {
            String iso = (matcher.group(1) + fraction + matcher.group(3)).toUpperCase(Locale.ROOT);
            return Optional.of(OffsetDateTime.parse(iso).toInstant());
        } catch (DateTimeException e) {
            // The format is right, but there is no such day or hour.
            return Optional.empty();
        }
    }
}
