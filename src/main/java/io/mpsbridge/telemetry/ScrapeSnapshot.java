package io.mpsbridge.telemetry;

import io.mpsbridge.kafka.LoopStatus;
import io.mpsbridge.pipeline.PipelineStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a bridge stands at the moment of a scrape.
 *
 * @param ready what {@code /readyz} says
 * @param sinceTurn how long the Kafka loop has not turned
 * @param oldest how old the oldest record in flight is; zero without any
 * @param publishingBlocked for how long nothing can be published; zero while it can
 * @param credentialsLeft how long the credentials are good for, or null where they do not expire
 */
public record ScrapeSnapshot(
        boolean ready,
        LoopStatus loop,
        Duration sinceTurn,
        PipelineStatus polling,
        Duration oldest,
        Duration publishingBlocked,
        @Nullable Duration credentialsLeft) {}
