package io.mpsbridge.pipeline;

import io.mpsbridge.limit.Quota;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the pipeline stands.
 *
 * @param tasks task ids in flight
 * @param events created events in flight; several may wait for one task
 * @param oldest when the oldest of their records was written, to a second, or null without any
 * @param open calls that have not been answered yet
 * @param permits this replica's share of the quota: requests per second
 * @param quotaHeld why nothing may leave at all, or null
 * @param hold why polling is held, or null while it flows
 */
public record PipelineStatus(
        int tasks,
        int events,
        @Nullable Instant oldest,
        int open,
        int permits,
        Quota.@Nullable Held quotaHeld,
        @Nullable Hold hold) {}
