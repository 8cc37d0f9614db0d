package io.mpsbridge.pipeline;

import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.task.Accepted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One task id in flight and every created event that waits for it: it is polled once, and each event gets its own answer.
 * Owned by the pipeline's thread.
 */
final class Watch {

    private final String taskId;
    private final PlanEntry<Watch> entry;
    /** Of one event as a rule, and then half as large as a list that can grow. */
    private List<Accepted> waiting;

    private int polls;
    private int malformed;
    /** Of the wall clock; meaningful once there is a status. */
    private long lastUnfinishedMillis;

    /** When MPS first did not know the task, on the gate's clock. */
    private @Nullable Long notFoundSince;

    private @Nullable String status;

    Watch(Accepted first, long bornAt) {
        this.taskId = first.task().taskId();
        this.entry = new PlanEntry<>(this, first.task().model(), bornAt, taskId.hashCode(), isReplayed(first));
        this.waiting = List.of(first);
    }

    String taskId() {
        return taskId;
    }

    PlanEntry<Watch> entry() {
        return entry;
    }

    int polls() {
        return polls;
    }

    /** What the last well-formed answer said, or null. */
    @Nullable String status() {
        return status;
    }

    /** When the last poll was sent that found the task unfinished, cut to milliseconds, or null. */
    @Nullable Instant lastUnfinishedAt() {
        return status == null ? null : Instant.ofEpochMilli(lastUnfinishedMillis);
    }

    List<Accepted> waiting() {
        return waiting;
    }

    /** Whether an operator wants to know of the task once more. */
    static boolean isReplayed(Accepted event) {
        return event.task().lineage().replayName() != null;
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

    /** A well-formed answer says that the task lives: earlier doubts are over. */
    void unfinished(String newStatus, Instant sentAt) {
        status = newStatus;
        lastUnfinishedMillis = sentAt.toEpochMilli();
        notFoundSince = null;
        malformed = 0;
    }

    boolean seenAlive() {
        return status != null;
    }

    /** Whether the task was not in doubt until now. */
    boolean newlyNotFound() {
        return notFoundSince == null;
    }

    /**
     * MPS does not know the task.
     *
     * @param flowed a clock that stands still while the doubt is about ourselves, in nanoseconds
     * @return for how long it has not known it, from our first not-found
     */
    Duration notFound(long flowed) {
        if (notFoundSince == null) {
            notFoundSince = flowed;
        }
        return Duration.ofNanos(flowed - notFoundSince);
    }

    int malformedAgain() {
        return ++malformed;
    }

    /** Takes out and returns the events that match. */
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
