package io.mpsbridge.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses values as users write them. Each method throws {@link Unreadable}, whose problem follows the key's name and
 * does not repeat the value.
 */
final class Parse {
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Map<String, Duration> DURATION_UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Long> SIZE_UNITS =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Parse() {}

    /** A value that is not of its type; the suggestion is empty if there is none. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String problem;
        private final String suggestion;

        Unreadable(String problem, String suggestion) {
            super(problem);
            this.problem = problem;
            this.suggestion = suggestion;
        }

        String problem() {
            return problem;
        }

        String suggestion() {
            return suggestion;
        }
    }

    static Duration duration(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        try {
            Duration duration = matcher.matches() ? ofUnits(matcher) : Duration.parse(text);
            if (duration.abs().compareTo(LONGEST) > 0) {
                throw new Unreadable("must not be longer than " + LONGEST.toDays() + "d", "");
            }
            return duration;
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new Unreadable("must be a duration such as 500ms, 10s, 5m, 2h or 7d", "");
        }
    }

    private static Duration ofUnits(Matcher matcher) {
        String number = matcher.group(1);
        String written = matcher.group(2);
        Duration unit = DURATION_UNITS.get(written);
        if (unit == null) {
            String lower = written.toLowerCase(Locale.ROOT);
            String near = lower.isEmpty() ? "s" : lower.startsWith("ms") ? "ms" : lower.substring(0, 1);
            String suggestion = DURATION_UNITS.containsKey(near) ? number + near : "";
            throw new Unreadable("must be a duration with its unit, such as 500ms, 10s, 5m, 2h or 7d", suggestion);
        }
        return unit.multipliedBy(Long.parseLong(number));
    }

    static long size(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            throw new Unreadable("must be a size such as 64KiB, 256MiB, 1GiB or a number of bytes", "");
        }
        Long unit = SIZE_UNITS.get(matcher.group(2));
        if (unit == null) {
            String near = matcher.group(2).substring(0, 1).toUpperCase(Locale.ROOT) + "iB";
            String suggestion = SIZE_UNITS.containsKey(near) ? matcher.group(1) + near : "";
            throw new Unreadable("must be a size in B, KiB, MiB or GiB, such as 256MiB", suggestion);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new Unreadable("is too large", "");
        }
    }

    static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Unreadable("must be a whole number", "");
        }
    }

    static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new Unreadable("must be a number such as 1.6", "");
        }
    }

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Unreadable("must be true or false", "");
        };
    }

    static <E extends Enum<E>> E choice(String text, Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        String lower = text.toLowerCase(Locale.ROOT);
        if (!names.contains(lower)) {
            throw new Unreadable(
                    "must be " + String.join(" or ", names),
                    SpellingSuggestion.to(lower, names).orElse(""));
        }
        return type.getEnumConstants()[names.indexOf(lower)];
    }

    static URI uri(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getRawUserInfo() != null || text.contains("@")) {
                throw new Unreadable("must not hold a user or a password", "");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new Unreadable("must be a URL such as https://mps.intl.tencentcloudapi.com", "");
        }
    }

    /** Separated by commas or blanks. */
    static List<String> list(String text) {
        return Arrays.stream(text.split("[,\\s]+", -1))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Unreadable("must be the path of a file", "");
        }
    }
}
