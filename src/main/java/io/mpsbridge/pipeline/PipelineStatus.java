package io.mpsbridge.pipeline;

import io.mpsbridge.limit.QuotaStatus;
import io.mpsbridge.poll.QueueStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the pipeline.
 *
 * @param tasks task ids in flight
 * @param events created events in flight; several may wait for one task
 * @param oldest when the oldest of their records was written, to a second, or null if there is none
 * @param open unanswered calls
 * @param longestSilenceMillis since the least recently polled task was polled
 * @param quota what may leave, and what holds it back
 * @param hold why polling is held, or null
 * @param nextProbeAt the earliest time of the next probe while polling is held, else null
 * @param breaker the circuit breaker's state
 * @param clockOffsetMillis how far MPS's clock is ahead of ours, null until known; 0 within its resolution
 * @param tasksInTrouble tasks whose last answer failed
 * @param unknownStatuses answers so far with a status that the bridge does not know
 * @param queues the service's queues, as far as its answers tell
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
        long unknownStatuses,
        List<QueueStatus> queues) {

    /** Of all pipelines together; a hold means that none works. */
    public static PipelineStatus total(List<ScopeStatus> scopes) {
        return new StatusTotals(scopes).total();
    }
}
