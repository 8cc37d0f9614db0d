package io.mpsbridge.poll;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two plans side by side, of which replayed tasks give way to live ones: one turn in ten while live tasks are due. Both
 * lanes belong to one policy and share what they learn.
 */
final class LiveFirstPlan<T> implements PollPlan<T> {

    private static final int REPLAYED_ONE_IN = 10;

    private final PollPlan<T> live;
    private final PollPlan<T> replayed;
    private final LowPriorityPacer pacer;

    LiveFirstPlan(PollPlan<T> live, PollPlan<T> replayed, double permitsPerSecond, Duration minInterval) {
        this.live = live;
        this.replayed = replayed;
        this.pacer = new LowPriorityPacer(REPLAYED_ONE_IN, permitsPerSecond, minInterval);
    }

    @Override
    public void add(PlanEntry<T> entry, long nowNanos) {
        laneOf(entry).add(entry, nowNanos);
    }

    @Override
    public long waitNanos(long nowNanos) {
        long liveWait = live.waitNanos(nowNanos);
        long replayedWait = replayed.waitNanos(nowNanos);
        return Math.min(liveWait, Math.max(pacer.waitNanos(liveWait, nowNanos), replayedWait));
    }

    @Override
    public PlanEntry<T> take(long nowNanos) {
        boolean liveDue = live.waitNanos(nowNanos) == 0;
        boolean replayedDue = replayed.waitNanos(nowNanos) == 0;
        if (liveDue && !(replayedDue && pacer.isTurn())) {
            return live.take(nowNanos);
        }
        pacer.left(live.size(), nowNanos);
        return replayed.take(nowNanos);
    }

    @Override
    public @Nullable PlanEntry<T> leastRecentlyPolled(boolean seenAlive) {
        return LeastRecentlyPolled.earlier(
                live.leastRecentlyPolled(seenAlive), replayed.leastRecentlyPolled(seenAlive));
    }

    @Override
    public void unfinished(PlanEntry<T> entry, Phase phase, long sentNanos, long nowNanos) {
        laneOf(entry).unfinished(entry, phase, sentNanos, nowNanos);
    }

    @Override
    public void failed(PlanEntry<T> entry, Failure failure, long nowNanos) {
        laneOf(entry).failed(entry, failure, nowNanos);
    }

    @Override
    public void hint(PlanEntry<T> entry, long nowNanos) {
        laneOf(entry).hint(entry, nowNanos);
    }

    @Override
    public void resetBackoff(PlanEntry<T> entry, long nowNanos) {
        laneOf(entry).resetBackoff(entry, nowNanos);
    }

    @Override
    public void returned(PlanEntry<T> entry, long nowNanos) {
        laneOf(entry).returned(entry, nowNanos);
    }

    @Override
    public void ended(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        laneOf(entry).ended(entry, sentNanos, nowNanos);
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        live.learn(taskClass, unfinishedAge, endedAge);
    }

    @Override
    public void deadline(PlanEntry<T> entry, long deadlineNanos) {
        laneOf(entry).deadline(entry, deadlineNanos);
    }

    @Override
    public List<QueueStatus> queues() {
        return QueueStatus.merged(live.queues(), replayed.queues());
    }

    @Override
    public QueuePosition position(PlanEntry<T> entry, long nowNanos) {
        return laneOf(entry).position(entry, nowNanos);
    }

    @Override
    public boolean remove(PlanEntry<T> entry) {
        return laneOf(entry).remove(entry);
    }

    @Override
    public int size() {
        return live.size() + replayed.size();
    }

    @Override
    public long longestUnpolledNanos(long nowNanos) {
        return Math.max(live.longestUnpolledNanos(nowNanos), replayed.longestUnpolledNanos(nowNanos));
    }

    private PollPlan<T> laneOf(PlanEntry<T> entry) {
        return entry.replayed() ? replayed : live;
    }
}
