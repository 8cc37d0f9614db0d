package io.mpsbridge.bench;

import io.mpsbridge.poll.Phase;
import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import io.mpsbridge.poll.QueuePosition;
import io.mpsbridge.poll.QueueStatus;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks about every task again after one pause, first come, first served: round robin where the pause is the shortest
 * interval, and what a fixed timer and a queue make where it is longer.
 */
final class FixedPausePlan<T> implements PollPlan<T> {

    private record Due<T>(PlanEntry<T> entry, long at) {}

    private final long pause;
    private final ArrayDeque<Due<T>> queue = new ArrayDeque<>();

    FixedPausePlan(long pause) {
        this.pause = pause;
    }

    @Override
    public void add(PlanEntry<T> entry, long now) {
        queue.add(new Due<>(entry, now + pause));
    }

    @Override
    public long waitNanos(long now) {
        Due<T> first = queue.peek();
        return first == null ? Long.MAX_VALUE : Math.max(0, first.at - now);
    }

    @Override
    public PlanEntry<T> take(long now) {
        return queue.remove().entry;
    }

    @Override
    public PlanEntry<T> leastRecentlyPolled(boolean seenAlive) {
        throw new UnsupportedOperationException("no probe is sent here");
    }

    @Override
    public void unfinished(PlanEntry<T> entry, Phase phase, long sentNanos, long now) {
        queue.add(new Due<>(entry, now + pause));
    }

    @Override
    public void ended(PlanEntry<T> entry, long sentNanos, long now) {
        // It was taken out.
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        // Nothing to learn.
    }

    @Override
    public void failed(PlanEntry<T> entry, Failure failure, long now) {
        throw new UnsupportedOperationException("no call fails here");
    }

    @Override
    public void resetBackoff(PlanEntry<T> entry, long now) {
        throw new UnsupportedOperationException("no call fails here");
    }

    @Override
    public void returned(PlanEntry<T> entry, long now) {
        throw new UnsupportedOperationException("every call leaves here");
    }

    @Override
    public boolean remove(PlanEntry<T> entry) {
        throw new UnsupportedOperationException("no task is taken away here");
    }

    @Override
    public long longestUnpolledNanos(long now) {
        throw new UnsupportedOperationException("nobody asks here");
    }

    @Override
    public void deadline(PlanEntry<T> entry, long deadlineNanos) {
        // Every task is asked about again anyway.
    }

    @Override
    public List<QueueStatus> queues() {
        return List.of();
    }

    @Override
    public QueuePosition position(PlanEntry<T> entry, long now) {
        throw new UnsupportedOperationException("nobody asks here");
    }
}
