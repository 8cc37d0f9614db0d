package io.mpsbridge.pipeline;

import io.mpsbridge.task.Accepted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Of a task that somebody waits for.
 *
 * @param kind its label
 * @param account null for the default account
 * @param queue where it stands in the service's queue; null where nothing tells, or it was not asked for
 */
public record TaskView(
        String taskId,
        String kind,
        @Nullable String account,
        @Nullable String model,
        @Nullable String status,
        Instant createdAt,
        int polls,
        long dueInMillis,
        @Nullable Instant lastUnfinishedAt,
        int events,
        int partition,
        long offset,
        @Nullable String metadata,
        @Nullable String replayName,
        @Nullable TaskPosition queue) {

    private static final int METADATA_CHARS = 200;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Of a watch that is not abandoned. */
    static TaskView of(TrackedTask task, long nowNanos) {
        Accepted first = task.waiting().get(0);
        String metadata = first.task().metadata();
        return new TaskView(
                task.taskId(),
                first.task().scope().kind().label(),
                first.task().scope().account(),
                first.task().model(),
                task.status(),
                first.task().createdAt(),
                task.polls(),
                (task.entry().dueNanos() - nowNanos) / NANOS_PER_MILLI,
                task.lastUnfinishedAt(),
                task.waiting().size(),
                first.origin().partition(),
                first.origin().offset(),
                metadata == null || metadata.length() <= METADATA_CHARS
                        ? metadata
                        : metadata.substring(0, METADATA_CHARS) + "…",
                first.task().lineage().replayName(),
                null);
    }

    /** The same with its place in the queue. */
    public TaskView at(@Nullable TaskPosition position) {
        return new TaskView(
                taskId,
                kind,
                account,
                model,
                status,
                createdAt,
                polls,
                dueInMillis,
                lastUnfinishedAt,
                events,
                partition,
                offset,
                metadata,
                replayName,
                position);
    }
}
