package io.mpsbridge.simulator;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls that an account may make in any one-second window, by the kind of task that they ask about.
 *
 * @param other for all other kinds; 0: no limit
 */
public record RateLimits(int other, Map<Kind, Integer> byKind) {

    private static final String OPTION = "--rate-limit";
    private static final int MAX = 1_000_000;

    /** The vendor's limit of 20 for every action. */
    public static final RateLimits DEFAULT = new RateLimits(20, Map.of());

    public RateLimits {
        byKind = Map.copyOf(byKind);
        requireRange(other);
        byKind.values().forEach(RateLimits::requireRange);
    }

    /**
     * Parses the values of a repeatable {@code --rate-limit}: a number each, with {@code KIND=} in front if for one
     * kind.
     *
     * @throws IllegalArgumentException if one is invalid, or if two are for the same kind
     */
    public static RateLimits parse(List<String> values) {
        Map<Optional<Kind>, Integer> limits = new HashMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            Optional<Kind> kind = equals < 0 ? Optional.empty() : Optional.of(kind(value.substring(0, equals)));
            if (limits.put(kind, number(value.substring(equals + 1))) != null) {
                throw new IllegalArgumentException(OPTION + ": given twice for "
                        + kind.map(given -> given + " tasks").orElse("all kinds"));
            }
        }
        Map<Kind, Integer> byKind = new EnumMap<>(Kind.class);
        limits.forEach((kind, limit) -> kind.ifPresent(given -> byKind.put(given, limit)));
        return new RateLimits(limits.getOrDefault(Optional.<Kind>empty(), DEFAULT.other), byKind);
    }

    RateLimits with(Kind kind, int limit) {
        Map<Kind, Integer> more = new EnumMap<>(Kind.class);
        more.putAll(byKind);
        more.put(kind, limit);
        return new RateLimits(other, more);
    }

    int of(Kind kind) {
        return byKind.getOrDefault(kind, other);
    }

    private static Kind kind(String name) {
        return Kind.named(name.strip())
                .orElseThrow(() -> new IllegalArgumentException(
                        OPTION + ": '" + name.strip() + "' is none of " + Kind.all(Kind::toString)));
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw invalid(value, e);
        }
    }

    private static void requireRange(int limit) {
        if (limit < 0 || limit > MAX) {
            throw invalid(String.valueOf(limit), null);
        }
    }

    private static IllegalArgumentException invalid(String value, @Nullable NumberFormatException cause) {
        return new IllegalArgumentException(
                OPTION + ": '" + value + "' is not a whole number from 0 to " + MAX + "; 0 means no limit", cause);
    }
}
