package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Until when the partitions are surely ours. A consumer that is cut off from the broker believes for a minute and more
 * that it owns its partitions, while the broker gives them away once the session has timed out since the last heartbeat
 * that it saw. So the lease is counted from the newest heartbeat that the broker <em>answered</em>, and ends a margin
 * before the session does.
 *
 * <p>The client tells how many answers there were, not when they came: an answer that is new at one look counts from the
 * look before, however long ago that was. Owned by the loop's thread.
 */
final class Lease {

    /** For the heartbeat's way, and for the calls that leave at the very end. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private static final String ANSWERS = "heartbeat-total";

    private final Consumer<?, ?> consumer;
    private final long runs;
    private final LongSupplier nanos;

    private @Nullable Metric metric;
    private double answers;
    private long lookedAt;
    private long end;

    Lease(Consumer<?, ?> consumer, Duration session, LongSupplier nanos) {
        this.consumer = consumer;
        this.runs = session.minus(MARGIN).toNanos();
        this.nanos = nanos;
        this.lookedAt = nanos.getAsLong();
        this.end = lookedAt;
    }

    /** Looks for new answers; call at every turn. Returns the lease's end on the loop's clock. */
    long look() {
        double seen = answers();
        if (seen > answers) {
            answers = seen;
            renew();
        }
        lookedAt = nanos.getAsLong();
        return end;
    }

    /** The broker has just given us partitions: an answer like any other. */
    void assigned() {
        renew();
    }

    private void renew() {
        end = lookedAt + runs;
    }

    private double answers() {
        if (metric == null) {
            metric = consumer.metrics().values().stream()
                    .filter(each -> each.metricName().name().equals(ANSWERS))
                    .findFirst()
                    .orElse(null);
        }
        return metric == null ? 0 : ((Number) metric.metricValue()).doubleValue();
    }
}
