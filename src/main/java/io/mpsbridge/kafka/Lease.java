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
 * <p>Whoever has not turned for {@link #PAUSE} may have been frozen, and replaced meanwhile: nothing is told further ahead
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
    private static final long PAUSE = Duration.ofSeconds(3).toNanos();

    private static final String ANSWERS = "heartbeat-total";
    private static final String SLOWEST_ANSWER = "heartbeat-response-time-max";
    private static final String SLOWEST_ASSIGNMENT = "sync-time-max";

    private final ToDoubleFunction<String> metrics;
    private final long session;
    private final long runs;
    private final LongSupplier nanos;
    private final InstantSource wall;

    private double answers;
    private long lookedAt;
    private long lookedAtWallNanos;
    private long wallEndMillis;
    private long end;
    /** What the newest answer is worth, once the next one has come too. */
    private long promised;
    /** What the answer before it is worth, if the newest is none that takes the partitions away. */
    private long confirmed;
    /** Nothing from before counts. */
    private long trustedFrom;
    /** By how much the wall clock was set back since the newest answer. */
    private long setBack;

    /** @param metrics the consumer's own, by name; NaN where there is none */
    Lease(ToDoubleFunction<String> metrics, Duration session, LongSupplier nanos, InstantSource wall) {
        this.metrics = metrics;
        this.session = session.toNanos();
        this.runs = session.minus(MARGIN).toNanos();
        this.nanos = nanos;
        this.wall = wall;
        this.lookedAtWallNanos = wallNanos();
        this.wallEndMillis = wall.millis();
        this.lookedAt = nanos.getAsLong();
        this.end = lookedAt;
        this.promised = lookedAt;
        this.confirmed = lookedAt;
        this.trustedFrom = lookedAt;
    }

    /** Looks for new answers; call after every poll. Returns the lease's end on the loop's clock, as far as it is sure. */
    long look() {
        // The wall clock first: a suspension between the two readings must end the lease early, never late.
        long wallNow = wallNanos();
        long now = nanos.getAsLong();
        long ranAhead = wallNow - lookedAtWallNanos - (now - lookedAt);
        countSuspended(Math.max(0, ranAhead));
        double seen = metrics.applyAsDouble(ANSWERS);
        boolean answered = seen > answers;
        setBack = answered ? 0 : Math.max(0, setBack - ranAhead);
        if (now - lookedAt > PAUSE) {
            trustedFrom = now;
            lost();
        } else {
            extendTo(confirmed);
            long sentAt = lookedAt - millis(SLOWEST_ANSWER);
            if (answered && sentAt - trustedFrom >= 0) {
                confirmed = promised;
                promised = sentAt + runs;
            }
        }
        answers = answered ? seen : answers;
        lookedAt = now;
        lookedAtWallNanos = wallNow;
        long until = end - (now + PAUSE) > 0 ? now + PAUSE : end;
        wallEndMillis = TimeUnit.NANOSECONDS.toMillis(wallNow + (until - now));
        return until;
    }

    /**
     * By how much the wall clock was set back, if that is why no heartbeat is answered, else zero: Kafka's client measures
     * its waits by that clock, and sends nothing for as long as it was set back by. The broker has given us up by then.
     */
    Duration silencedByClock() {
        boolean ended = end - lookedAt <= 0;
        return ended && setBack > session ? Duration.ofNanos(setBack) : Duration.ZERO;
    }

    /** The end that the last look told, on the wall clock: the lease runs only while both ends are ahead. */
    long wallEndMillis() {
        return wallEndMillis;
    }

    /** Time passed that the monotonic clock did not count: everything before it is that much longer ago. */
    private void countSuspended(long suspended) {
        lookedAt -= suspended;
        end -= suspended;
        promised -= suspended;
        confirmed -= suspended;
        trustedFrom -= suspended;
    }

    private long wallNanos() {
        Instant now = wall.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** The broker has just given us partitions. */
    void assigned() {
        extendTo(lookedAt - Math.max(millis(SLOWEST_ANSWER), millis(SLOWEST_ASSIGNMENT)) + runs);
    }

    /** The broker has given our partitions to others, or may have. */
    void lost() {
        end = nanos.getAsLong();
        promised = end;
        confirmed = end;
    }

    private void extendTo(long later) {
        if (later - end > 0) {
            end = later;
        }
    }

    private long millis(String metric) {
        double value = metrics.applyAsDouble(metric);
        return value > 0 ? Duration.ofMillis((long) Math.ceil(value)).toNanos() : 0;
    }
}
