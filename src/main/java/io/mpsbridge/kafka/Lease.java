package io.mpsbridge.kafka;

import java.time.Duration;
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
 * less the slowest answer. It may also be a refusal, which counts as an answer like any other: it is believed once the
 * next poll has not taken the partitions away. Owned by the loop's thread.
 */
final class Lease {

    /** For the heartbeat's way, and for the calls that leave at the very end. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private static final String ANSWERS = "heartbeat-total";
    private static final String SLOWEST_ANSWER = "heartbeat-response-time-max";
    private static final String SLOWEST_ASSIGNMENT = "sync-time-max";

    private final ToDoubleFunction<String> metrics;
    private final long runs;
    private final LongSupplier nanos;

    private double answers;
    private long lookedAt;
    private long end;
    /** What the newest answer is worth, if it is none that takes the partitions away. */
    private long promised;

    /** @param metrics the consumer's own, by name; NaN where there is none */
    Lease(ToDoubleFunction<String> metrics, Duration session, LongSupplier nanos) {
        this.metrics = metrics;
        this.runs = session.minus(MARGIN).toNanos();
        this.nanos = nanos;
        this.lookedAt = nanos.getAsLong();
        this.end = lookedAt;
        this.promised = lookedAt;
    }

    /** Looks for new answers; call after every poll. Returns the lease's end on the loop's clock. */
    long look() {
        extendTo(promised);
        double seen = metrics.applyAsDouble(ANSWERS);
        if (seen > answers) {
            answers = seen;
            promised = lookedAt - millis(SLOWEST_ANSWER) + runs;
        }
        lookedAt = nanos.getAsLong();
        return end;
    }

    /** The broker has just given us partitions. */
    void assigned() {
        extendTo(lookedAt - Math.max(millis(SLOWEST_ANSWER), millis(SLOWEST_ASSIGNMENT)) + runs);
    }

    /** The broker has given our partitions to others. */
    void lost() {
        end = nanos.getAsLong();
        promised = end;
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
