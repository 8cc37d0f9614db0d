package io.mpsbridge.pipeline;

import io.mpsbridge.poll.Phase;
import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.task.Accepted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One task id in flight and every created event that waits for it: it is polled once, and each event gets its own
 * answer. Owned by the pipeline's thread.
 */
final class TrackedTask {

    private final String taskId;
    private final PlanEntry<TrackedTask> entry;
    /** Usually of one event, and then half the size of a growable list. */
    private List<Accepted> waiting;

    private int polls;
    /** Wall clock; valid once there is a status. */
    private long lastUnfinishedMillis;

    /** Null if the last answer was good, or none came. */
    private @Nullable FailureStreak trouble;

    private @Nullable String status;

    TrackedTask(Accepted first, long bornNanos) {
        this.taskId = first.task().taskId();
        this.entry = new PlanEntry<>(this, first.task().model(), bornNanos, taskId.hashCode(), isReplayed(first));
        this.waiting = List.of(first);
    }

    String taskId() {
        return taskId;
    }

    PlanEntry<TrackedTask> entry() {
        return entry;
    }

    int polls() {
        return polls;
    }

    /** The status of the last well-formed answer, or null. */
    @Nullable String status() {
        return status;
    }

    /** What that status says. */
    Phase phase() {
        if (status == null) {
            return Phase.UNKNOWN;
        }
        return switch (status) {
            case "WAIT" -> Phase.WAITING;
            case "RUN" -> Phase.RUNNING;
            default -> Phase.UNKNOWN;
        };
    }

    /** When the last poll was sent that found the task unfinished, truncated to milliseconds, or null. */
    @Nullable Instant lastUnfinishedAt() {
        return status == null ? null : Instant.ofEpochMilli(lastUnfinishedMillis);
    }

    List<Accepted> waiting() {
        return waiting;
    }

    /** Whether the event is asked about again, for an operator or because the group's offsets were lost. */
    static boolean isReplayed(Accepted event) {
        return event.maybeAnswered() || event.task().lineage().replayName() != null;
    }

    void join(Accepted another) {
        if (waiting.size() == 1) {
            waiting = new ArrayList<>(waiting);
        }
        waiting.add(another);
    }

    boolean abandoned() {
        return waiting.isEmpty();
    }

    void polled() {
        polls++;
    }

    /** A well-formed answer shows that the task lives and ends its streak of failures. */
    void unfinished(String newStatus, Instant sentNanos) {
        status = newStatus;
        lastUnfinishedMillis = sentNanos.toEpochMilli();
        trouble = null;
    }

    boolean seenAlive() {
        return status != null;
    }

    /** The failed answers since the last good one, or null. */
    @Nullable FailureStreak failureStreak() {
        return trouble;
    }

    /** Adds a failed answer that came now; returns the streak. */
    FailureStreak failureStreakAt(long nowNanos) {
        if (trouble == null) {
            trouble = new FailureStreak(nowNanos);
        }
        return trouble;
    }

    /** Removes and returns the events that match. */
    List<Accepted> release(Predicate<Accepted> which) {
        List<Accepted> released = new ArrayList<>(0);
        List<Accepted> kept = new ArrayList<>(waiting.size());
        for (Accepted each : waiting) {
            (which.test(each) ? released : kept).add(each);
        }
        if (!released.isEmpty()) {
            waiting = kept;
        }
        return released;
    }
}
