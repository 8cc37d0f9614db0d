package io.mpsbridge.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * Until when the partitions are surely ours. A consumer that is cut off from the broker believes for a minute and more
 * that it owns its partitions, while the broker gives them away once the session has timed out since the last heartbeat
 * that it saw. So the lease is counted from a moment before the newest answered heartbeat was <em>sent</em>, and ends a
 * margin before the session does.
 *
 * <p>The client tells how many answers there were, not when they came, and how long the slowest of the last seconds took.
 * An answer that is new at one look came after the look before, so that its heartbeat was sent no earlier than that look
 * less the slowest answer. It may also be a refusal, which counts as an answer like any other. One that says that the
 * member is gone ends the heartbeats, and the next poll takes the partitions away; one of a broker that is no coordinator
 * any more says nothing of the member, who may have been gone for long. So an answer is believed once the next one has
 * come too, and the poll after that has not taken the partitions away.
 *
 * <p>Whoever has not turned for {@link #PAUSE_NANOS} may have been frozen, and replaced meanwhile: nothing is told further ahead
 * than that, and after such a pause only a heartbeat sent since counts.
 *
 * <p>The monotonic clock stands still while a machine is suspended, so both clocks are compared: what the wall clock ran
 * ahead by since the last look counts as time that passed. A wall clock set ahead costs part of the lease at most; one set
 * back changes nothing here, but Kafka's client waits by it and is silent until it has caught up ({@link
 * #silencedByClock}). Owned by the loop's thread.
 */
final class Lease {

    /** For the heartbeat's way, and for the calls that leave at the very end. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** Much longer than a turn, and about as long as a replacement takes to start, join, and have a permit back. */
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
    /** What the newest answer is worth, once the next one has come too. */
    private long promisedNanos;
    /** What the answer before it is worth, if the newest is none that takes the partitions away. */
    private long confirmedNanos;
    /** Nothing from before counts. */
    private long trustedFromNanos;
    /** By how much the wall clock was set back since the newest answer. */
    private long setBackNanos;

    /** @param metrics the consumer's own, by name; NaN where there is none */
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

    /** Looks for new answers; call after every poll. Returns the lease's end on the loop's clock, as far as it is sure. */
    long look() {
        // The wall clock first: a suspension between the two readings must end the lease early, never late.
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
     * By how much the wall clock was set back, if that is why no heartbeat is answered, else zero: Kafka's client measures
     * its waits by that clock, and sends nothing for as long as it was set back by. The broker has given us up by then.
     */
    Duration silencedByClock() {
        boolean ended = endNanos - lookedAtNanos <= 0;
        return ended && setBackNanos > sessionNanos ? Duration.ofNanos(setBackNanos) : Duration.ZERO;
    }

    /** The end that the last look told, on the wall clock: the lease runs only while both ends are ahead. */
    long wallEndMillis() {
        return wallEndMillis;
    }

    /** Time passed that the monotonic clock did not count: everything before it is that much longer ago. */
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

    /** The broker has just given us partitions. */
    void assigned() {
        extendTo(lookedAtNanos - Math.max(metricNanos(SLOWEST_ANSWER), metricNanos(SLOWEST_ASSIGNMENT)) + runsNanos);
    }

    /** The broker has given our partitions to others, or may have. */
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
