package io.mpsbridge.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses durations of a number and a unit, such as {@code 60ms}, {@code 1.5s}, {@code 2m}, {@code 1h}, {@code 7d}. */
final class DurationText {

    /** Practically forever, yet no sum of instants overflows. */
    static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s?(ns|us|ms|s|m|h|d)");

    private DurationText() {}

    /** @throws IllegalArgumentException naming {@code option}, if the text is no duration or over a year */
    static Duration parse(String option, String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(option + ": '" + text
                    + "' is not a duration; write a number and a unit, such as 60ms, 1.5s, 2m or 1h");
        }
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNanos(matcher.group(2))));
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            throw new IllegalArgumentException(option + ": '" + text + "' is longer than a year");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** Limits a duration to {@link #LONGEST}. */
    static Duration ofNanos(double nanos) {
        return nanos < LONGEST.toNanos() ? Duration.ofNanos((long) nanos) : LONGEST;
    }

    private static long unitNanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 86_400_000_000_000L;
        };
    }
}
