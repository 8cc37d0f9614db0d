package io.mpsbridge.telemetry;

import io.mpsbridge.kafka.HintStatus;
import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.pipeline.ScopeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state of a bridge at a scrape.
 *
 * @param nowNanos {@code now} on the loop's clock
 * @param ready what {@code /readyz} says
 * @param credentialsExpireAt by account; empty for credentials that do not expire
 */
public record ScrapeSnapshot(
        Instant now,
        long nowNanos,
        boolean ready,
        LoopStatus loop,
        List<ScopeStatus> scopes,
        HintStatus hints,
        Map<String, Optional<Instant>> credentialsExpireAt) {

    /** Since the Kafka loop's last turn. */
    Duration sinceTurn() {
        return Duration.ofNanos(nowNanos - loop.turnedAtNanos());
    }

    /** How long publishing has been blocked; zero while it is not. */
    Duration publishingBlocked() {
        LoopStatus.Publishing publishing = loop.publishing();
        return publishing.blockedBy() == null
                ? Duration.ZERO
                : Duration.ofNanos(nowNanos - publishing.blockedSinceNanos());
    }

    /** Until the credentials of each account expire; empty if they do not. */
    Map<String, Optional<Duration>> credentialsLeft() {
        Map<String, Optional<Duration>> left = new TreeMap<>();
        credentialsExpireAt.forEach((account, end) -> left.put(account, end.map(at -> Duration.between(now, at))));
        return left;
    }
}
