package io.mpsbridge.pipeline;

import io.mpsbridge.limit.QuotaStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the pipeline stands.
 *
 * @param tasks task ids in flight
 * @param events created events in flight; several may wait for one task
 * @param oldest when the oldest of their records was written, to a second, or null without any
 * @param open calls that have not been answered yet
 * @param longestSilenceMillis since that task was asked about for which it is longest ago
 * @param quota what may leave, and what holds it back
 * @param hold why polling is held, or null
 * @param nextProbeAt the earliest moment of the next probe while it is held, else null
 * @param breaker the circuit breaker's state
 * @param clockOffsetMillis by how much MPS's clock is ahead of ours, null as long as it has not said; 0 within what can be
 *     told
 * @param tasksInTrouble tasks whose last answer taught nothing
 * @param unknownStatuses answers so far with a status that the bridge does not know
 */
public record PipelineStatus(
        int tasks,
        int events,
        @Nullable Instant oldest,
        int open,
        long longestSilenceMillis,
        QuotaStatus quota,
        @Nullable Hold hold,
        @Nullable Instant nextProbeAt,
        BreakerPosition breaker,
        @Nullable Long clockOffsetMillis,
        int tasksInTrouble,
        long unknownStatuses) {}
