package io.mpsbridge.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses RFC 3339 times, to the nanosecond; further digits are truncated. */
final class Rfc3339 {
    private static final Pattern DATE_TIME =
            Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})[tT]([0-9]{2}):([0-9]{2}):([0-9]{2})"
                    + "(?:\\.([0-9]{1,9})[0-9]{0,21})?([zZ]|[+-][0-9]{2}:[0-9]{2})");
    private static final int NANO_DIGITS = 9;

    private Rfc3339() {}

    /** The time, or empty if the text is none. */
    static Optional<Instant> parse(String text) {
        Matcher matcher = DATE_TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                            number(text, matcher, 1),
                            number(text, matcher, 2),
                            number(text, matcher, 3),
                            number(text, matcher, 4),
                            number(text, matcher, 5),
                            number(text, matcher, 6),
                            nanos(text, matcher))
                    .toInstant(ZoneOffset.of(matcher.group(8).toUpperCase(Locale.ROOT))));
        } catch (DateTimeException e) {
            // The format is right, but there is no such day or hour.
            return Optional.empty();
        }
    }

    private static int number(String text, Matcher matcher, int group) {
        return Integer.parseInt(text, matcher.start(group), matcher.end(group), 10);
    }

    private static int nanos(String text, Matcher matcher) {
        if (matcher.start(7) < 0) {
            return 0;
        }
        int nanos = number(text, matcher, 7);
        for (int digits = matcher.end(7) - matcher.start(7); digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }
}
