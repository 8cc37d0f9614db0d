package io.mpsbridge.telemetry;

import io.mpsbridge.kafka.HintStatus;
import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.pipeline.PipelineStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a bridge at a scrape.
 *
 * @param nowNanos {@code now} on the loop's clock
 * @param ready what {@code /readyz} says
 * @param credentialsExpireAt null for credentials that do not expire
 */
public record ScrapeSnapshot(
        Instant now,
        long nowNanos,
        boolean ready,
        LoopStatus loop,
        PipelineStatus polling,
        HintStatus hints,
        @Nullable Instant credentialsExpireAt) {

    /** Since the Kafka loop's last turn. */
    Duration sinceTurn() {
        return Duration.ofNanos(nowNanos - loop.turnedAtNanos());
    }

    /** Age of the oldest record in flight; zero without any. */
    Duration oldest() {
        Instant oldest = polling.oldest();
        return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
    }

    /** How long publishing has been blocked; zero while it is not. */
    Duration publishingBlocked() {
        LoopStatus.Publishing publishing = loop.publishing();
        return publishing.blockedBy() == null
                ? Duration.ZERO
                : Duration.ofNanos(nowNanos - publishing.blockedSinceNanos());
    }

    /** Until the credentials expire, or null if they do not. */
    @Nullable Duration credentialsLeft() {
        return credentialsExpireAt == null ? null : Duration.between(now, credentialsExpireAt);
    }
}
