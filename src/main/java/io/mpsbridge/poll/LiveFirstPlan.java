package io.mpsbridge.poll;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Two plans side by side, of which replayed tasks give way to live ones: one turn in ten while live tasks are due. Both
 * lanes belong to one policy and share what they learn.
 */
final class LiveFirstPlan<T> implements PollPlan<T> {

    private static final int REPLAYED_ONE_IN = 10;

    private final PollPlan<T> live;
    private final PollPlan<T> replayed;
    private final Precedence precedence;

    LiveFirstPlan(PollPlan<T> live, PollPlan<T> replayed, double permitsPerSecond, Duration minInterval) {
        this.live = live;
        this.replayed = replayed;
        this.precedence = new Precedence(REPLAYED_ONE_IN, permitsPerSecond, minInterval);
    }

    @Override
    public void add(PlanEntry<T> entry, long now) {
        laneOf(entry).add(entry, now);
    }

    @Override
    public long waitNanos(long now) {
        long liveWait = live.waitNanos(now);
        long replayedWait = replayed.waitNanos(now);
        return Math.min(liveWait, Math.max(precedence.waitNanos(liveWait, now), replayedWait));
    }

    @Override
    public PlanEntry<T> take(long now) {
        boolean liveDue = live.waitNanos(now) == 0;
        boolean replayedDue = replayed.waitNanos(now) == 0;
        if (liveDue && !(replayedDue && precedence.isTurn())) {
            return live.take(now);
        }
        precedence.left(live.size(), now);
        return replayed.take(now);
    }

    @Override
    public @Nullable PlanEntry<T> longestSilent(boolean seenAlive) {
        return Silence.longer(live.longestSilent(seenAlive), replayed.longestSilent(seenAlive));
    }

    @Override
    public void unfinished(PlanEntry<T> entry, long sentAt, long now) {
        laneOf(entry).unfinished(entry, sentAt, now);
    }

    @Override
    public void failed(PlanEntry<T> entry, Failure failure, long now) {
        laneOf(entry).failed(entry, failure, now);
    }

    @Override
    public void forgiven(PlanEntry<T> entry, long now) {
        laneOf(entry).forgiven(entry, now);
    }

    @Override
    public void returned(PlanEntry<T> entry, long now) {
        laneOf(entry).returned(entry, now);
    }

    @Override
    public void finished(PlanEntry<T> entry, long sentAt, long now) {
        laneOf(entry).finished(entry, sentAt, now);
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        live.learn(taskClass, unfinishedAge, endedAge);
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
    public long longestSilence(long now) {
        return Math.max(live.longestSilence(now), replayed.longestSilence(now));
    }

    private PollPlan<T> laneOf(PlanEntry<T> entry) {
        return entry.replayed() ? replayed : live;
    }
}
