package io.mpsbridge.task;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Saturating arithmetic for external times: an absurd time in one event must not disturb the others. */
public final class Times {

    private Times() {}

    /** The sum, or the nearest possible {@link Instant}. */
    public static Instant plus(Instant time, Duration amount) {
        try {
            // Seconds and nanoseconds at once: Instant#plus leaves the range in between.
            long seconds = Math.addExact(time.getEpochSecond(), amount.getSeconds());
            return Instant.ofEpochSecond(seconds, (long) time.getNano() + amount.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return amount.isNegative() ? Instant.MIN : Instant.MAX;
        }
    }

    /** Milliseconds since 1970; at most the range of a {@code long}. */
    public static long epochMillis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Nanoseconds from one time to another, negative if that is the earlier; at most the range of a {@code long}. */
    public static long nanosBetween(Instant from, Instant to) {
        return nanos(Duration.between(from, to));
    }

    /** The nanoseconds of a duration; at most the range of a {@code long}. */
    public static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
