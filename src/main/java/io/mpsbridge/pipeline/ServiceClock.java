package io.mpsbridge.pipeline;

import io.mpsbridge.task.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Our clock corrected by MPS's, for ages and deadlines. Each answer's {@code Date} bounds MPS's time to a second and
 * the round trip; our wall clock counts if it is within the bounds, else the previous estimate, else the nearest bound.
 * Between answers, time advances with the monotonic clock, so a step of the wall clock changes no age. An answer that
 * contradicts our clock by more than a minute counts once another agrees with it.
 *
 * <p>If a gateway strips the header, an answer about a task still shows that MPS took the signature, and with it our
 * time to five minutes: nothing is judged earlier than that allows.
 *
 * <p>Owned by the pipeline's thread, which alone changes it.
 */
final class ServiceClock {

    static final Duration MOST_OFF = Duration.ofSeconds(60);

    private static final Duration RESOLUTION = Duration.ofSeconds(1);
    /** Two answers that differ by no more agree on an offset. */
    private static final Duration AGREEMENT = Duration.ofSeconds(5);

    private final InstantSource wall;
    private final LongSupplier nanos;

    /** MPS refuses a request whose signed time is further from its own. */
    private static final Duration SIGNATURE_TOLERANCE = Duration.ofMinutes(5);

    private @Nullable Anchor anchor;
    /** How much earlier MPS's time may be than the anchor says. */
    private Duration tolerance = Duration.ZERO;

    private @Nullable Duration offset;
    private @Nullable Duration suspected;
    private boolean off;

    private record Anchor(Instant time, long nanos) {
        Instant at(long atNanos) {
            return Times.plus(time, Duration.ofNanos(atNanos - nanos));
        }
    }

    ServiceClock(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    /** MPS's time at that monotonic time; our own before it is confirmed. */
    Instant at(long atNanos) {
        return anchor == null ? ours(atNanos) : anchor.at(atNanos);
    }

    /** The earliest that MPS's time may be: what is late by it is late. */
    Instant earliestAt(long atNanos) {
        // Each poll asks; Duration#negated computes with BigDecimal.
        return Times.plus(at(atNanos), Duration.ZERO.minus(tolerance));
    }

    /** Whether MPS has told the time, or accepted ours. */
    boolean isConfirmed() {
        return anchor != null;
    }

    /** Whether two answers agree that our clock is off by more than a minute. */
    boolean isOff() {
        return off;
    }

    /** How far MPS's clock is ahead of ours, zero within its resolution; null before the first answer. */
    @Nullable Duration offset() {
        return offset;
    }

    /** An answer without a {@code Date} came now to a request whose signature MPS accepted. */
    void accepted(long nowNanos) {
        if (offset == null && suspected == null) {
            anchor = new Anchor(ours(nowNanos), nowNanos);
            tolerance = SIGNATURE_TOLERANCE;
        }
    }

    /** An answer to a request that was sent at {@code sentNanos} came now, with this {@code Date}. */
    void answered(Instant date, long sentNanos, long nowNanos) {
        Instant ours = ours(nowNanos);
        Instant latest = Times.plus(date, RESOLUTION.plusNanos(Math.max(0, nowNanos - sentNanos)));
        Duration ahead = ahead(ours, date, latest);
        if (ahead.abs().compareTo(MOST_OFF) <= 0) {
            suspected = null;
            off = false;
        } else if (suspected == null
                || suspected.minus(ahead).abs().compareTo(AGREEMENT.plusNanos(nowNanos - sentNanos)) > 0) {
            suspected = ahead;
            return;
        } else {
            suspected = ahead;
            off = true;
        }
        offset = ahead;
        tolerance = Duration.ZERO;
        Instant known = at(nowNanos);
        boolean keep = !ahead.isZero() && !known.isBefore(date) && !known.isAfter(latest);
        anchor = new Anchor(keep ? known : Times.plus(ours, ahead), nowNanos);
    }

    private Instant ours(long atNanos) {
        return Times.plus(wall.instant(), Duration.ofNanos(atNanos - nanos.getAsLong()));
    }

    /** The distance from our time to the nearest end of the span; zero if inside. */
    private static Duration ahead(Instant ours, Instant earliest, Instant latest) {
        if (ours.isBefore(earliest)) {
            return Duration.between(ours, earliest);
        }
        return ours.isAfter(latest) ? Duration.between(ours, latest) : Duration.ZERO;
    }
}
