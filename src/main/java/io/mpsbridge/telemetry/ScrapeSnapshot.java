package io.mpsbridge.telemetry;

import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.pipeline.PipelineStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a bridge stands at the moment of a scrape.
 *
 * @param now that moment
 * @param nowNanos the same moment on the loop's clock
 * @param ready what {@code /readyz} says
 * @param credentialsExpireAt null where they do not
 */
public record ScrapeSnapshot(
        Instant now,
        long nowNanos,
        boolean ready,
        LoopStatus loop,
        PipelineStatus polling,
        @Nullable Instant credentialsExpireAt) {

    /** How long the Kafka loop has not turned. */
    Duration sinceTurn() {
        return Duration.ofNanos(nowNanos - loop.turnedAtNanos());
    }

    /** How old the oldest record in flight is; zero without any. */
    Duration oldest() {
        Instant oldest = polling.oldest();
        return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
    }

    /** For how long nothing can be published; zero while it can. */
    Duration publishingBlocked() {
        LoopStatus.Publishing publishing = loop.publishing();
        return publishing.blockedBy() == null
                ? Duration.ZERO
                : Duration.ofNanos(nowNanos - publishing.blockedSinceNanos());
    }

    /** How long the credentials are good for, or null where they do not expire. */
    @Nullable Duration credentialsLeft() {
        return credentialsExpireAt == null ? null : Duration.between(now, credentialsExpireAt);
    }
}
