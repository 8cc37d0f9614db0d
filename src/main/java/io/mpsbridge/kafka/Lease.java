package io.mpsbridge.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * How long this replica certainly owns its partitions. A consumer cut off from the broker believes for a minute and
 * more that it owns its partitions, while the broker reassigns them once the session has timed out since the last
 * heartbeat that it saw. The lease therefore counts from a moment before the newest answered heartbeat was
 * <em>sent</em>, and ends a margin before the session does.
 *
 * <p>The client reports how many heartbeats were answered and how long the slowest recent one took, but not when
 * answers came. An answer first seen at one look came after the look before, so its heartbeat was sent no earlier than
 * that look less the slowest answer. A refusal counts as an answer too. If it says that the member is gone, heartbeats
 * end and the next poll takes the partitions away; if it comes from a former coordinator, it says nothing of the
 * member, who may be long gone. So an answer is believed only once the next one has come too, and the poll after that
 * has not taken the partitions away.
 *
 * <p>A process that has not turned for {@link #PAUSE_NANOS} may have been frozen and replaced: the lease is never
 * announced further ahead than that, and after such a pause only a heartbeat sent since counts.
 *
 * <p>The monotonic clock stops while a machine is suspended, so both clocks are compared: what the wall clock gained
 * since the last look counts as elapsed. Setting the wall clock ahead costs part of the lease at most; setting it back
 * changes nothing here, but Kafka's client waits by it and is silent until it has caught up ({@link #silencedByClock}).
 * Owned by the loop's thread.
 */
final class Lease {

    /** For the heartbeat's latency, and for calls that leave at the very end. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** Much longer than a turn, and about as long as a replacement takes to start, join, and get a permit back. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(3).toNanos();

    private static final String ANSWERS = "heartbeat-total";
    private static final String SLOWEST_ANSWER = "heartbeat-response-time-max";
    private static final String SLOWEST_ASSIGNMENT = "sync-time-max";

    private final ToDoubleFunction<String> metrics;
    private final long sessionNanos;
    private final long runsNanos;
    private final LongSupplier nanos;
    private final InstantSource wall;

    private double answers;
    private long lookedAtNanos;
    private long lookedAtWallNanos;
    private long wallEndMillis;
    private long endNanos;
    /** The lease end that the newest answer gives, once the next one has come too. */
    private long promisedNanos;
    /** The lease end that the answer before it gives, unless the newest takes the partitions away. */
    private long confirmedNanos;
    /** Heartbeats sent earlier do not count. */
    private long trustedFromNanos;
    /** How far the wall clock was set back since the newest answer. */
    private long setBackNanos;

    /** @param metrics the consumer's own, by name; NaN if there is none */
    Lease(ToDoubleFunction<String> metrics, Duration session, LongSupplier nanos, InstantSource wall) {
        this.metrics = metrics;
        this.sessionNanos = session.toNanos();
        this.runsNanos = session.minus(MARGIN).toNanos();
        this.nanos = nanos;
        this.wall = wall;
        this.lookedAtWallNanos = wallNanos();
        this.wallEndMillis = wall.millis();
        this.lookedAtNanos = nanos.getAsLong();
        this.endNanos = lookedAtNanos;
        this.promisedNanos = lookedAtNanos;
        this.confirmedNanos = lookedAtNanos;
        this.trustedFromNanos = lookedAtNanos;
    }

    /** Looks for new answers; call after every poll. Returns the confirmed end of the lease on the loop's clock. */
    long look() {
        // The wall clock first, so that a suspension between the two readings ends the lease early, never late.
        long wallNowNanos = wallNanos();
        long nowNanos = nanos.getAsLong();
        long ranAheadNanos = wallNowNanos - lookedAtWallNanos - (nowNanos - lookedAtNanos);
        countSuspended(Math.max(0, ranAheadNanos));
        double seen = metrics.applyAsDouble(ANSWERS);
        boolean answered = seen > answers;
        setBackNanos = answered ? 0 : Math.max(0, setBackNanos - ranAheadNanos);
        if (nowNanos - lookedAtNanos > PAUSE_NANOS) {
            trustedFromNanos = nowNanos;
            lost();
        } else {
            extendTo(confirmedNanos);
            long sentAtNanos = lookedAtNanos - metricNanos(SLOWEST_ANSWER);
            if (answered && sentAtNanos - trustedFromNanos >= 0) {
                confirmedNanos = promisedNanos;
                promisedNanos = sentAtNanos + runsNanos;
            }
        }
        answers = answered ? seen : answers;
        lookedAtNanos = nowNanos;
        lookedAtWallNanos = wallNowNanos;
        long untilNanos = endNanos - (nowNanos + PAUSE_NANOS) > 0 ? nowNanos + PAUSE_NANOS : endNanos;
        wallEndMillis = TimeUnit.NANOSECONDS.toMillis(wallNowNanos + (untilNanos - nowNanos));
        return untilNanos;
    }

    /**
     * How far the wall clock was set back, if that silences the heartbeats, else zero: Kafka's client measures its
     * waits by that clock and sends nothing until it has caught up. By then the broker has removed this member.
     */
    Duration silencedByClock() {
        boolean ended = endNanos - lookedAtNanos <= 0;
        return ended && setBackNanos > sessionNanos ? Duration.ofNanos(setBackNanos) : Duration.ZERO;
    }

    /** The lease end of the last look on the wall clock: the lease runs only while both ends are ahead. */
    long wallEndMillis() {
        return wallEndMillis;
    }

    /** Moves earlier moments back by elapsed time that the monotonic clock did not count. */
    private void countSuspended(long suspendedNanos) {
        lookedAtNanos -= suspendedNanos;
        endNanos -= suspendedNanos;
        promisedNanos -= suspendedNanos;
        confirmedNanos -= suspendedNanos;
        trustedFromNanos -= suspendedNanos;
    }

    private long wallNanos() {
        Instant now = wall.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** The broker has just assigned partitions. */
    void assigned() {
        extendTo(lookedAtNanos - Math.max(metricNanos(SLOWEST_ANSWER), metricNanos(SLOWEST_ASSIGNMENT)) + runsNanos);
    }

    /** The broker has reassigned our partitions, or may have. */
    void lost() {
        endNanos = nanos.getAsLong();
        promisedNanos = endNanos;
        confirmedNanos = endNanos;
    }

    private void extendTo(long laterNanos) {
        if (laterNanos - endNanos > 0) {
            endNanos = laterNanos;
        }
    }

    private long metricNanos(String metric) {
        double value = metrics.applyAsDouble(metric);
        return value > 0 ? Duration.ofMillis((long) Math.ceil(value)).toNanos() : 0;
    }
}
