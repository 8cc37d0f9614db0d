package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * Two plans side by side: while live tasks are due, replayed ones get one turn in ten; all that is free otherwise is
 * theirs too. Both lanes belong to one policy and share what they learn.
 */
final class Lanes<T> implements PollPlan<T> {

    private static final int REPLAYED_ONE_IN = 10;

    private final PollPlan<T> live;
    private final PollPlan<T> replayed;
    /** Turns since the last that went to a replayed task while both lanes were due. */
    private int contested;

    Lanes(PollPlan<T> live, PollPlan<T> replayed) {
        this.live = live;
        this.replayed = replayed;
    }

    @Override
    public void add(PlanEntry<T> entry, long now) {
        laneOf(entry).add(entry, now);
    }

    @Override
    public long waitNanos(long now) {
        return Math.min(live.waitNanos(now), replayed.waitNanos(now));
    }

    @Override
    public PlanEntry<T> take(long now) {
        if (replayed.waitNanos(now) > 0) {
            return live.take(now);
        }
        if (live.waitNanos(now) > 0) {
            return replayed.take(now);
        }
        contested = (contested + 1) % REPLAYED_ONE_IN;
        return contested == 0 ? replayed.take(now) : live.take(now);
    }

    @Override
    public PlanEntry<T> takeLongestSilent(long now) {
        boolean fromLive =
                replayed.size() == 0 || (live.size() > 0 && live.longestSilence(now) >= replayed.longestSilence(now));
        return fromLive ? live.takeLongestSilent(now) : replayed.takeLongestSilent(now);
    }

    @Override
    public void unfinished(PlanEntry<T> entry, long sentAt, long now) {
        laneOf(entry).unfinished(entry, sentAt, now);
    }

    @Override
    public void failed(PlanEntry<T> entry, long now) {
        laneOf(entry).failed(entry, now);
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
    public void remove(PlanEntry<T> entry) {
        laneOf(entry).remove(entry);
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
