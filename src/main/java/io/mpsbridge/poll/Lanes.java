package io.mpsbridge.poll;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Two plans side by side: while live tasks are due, replayed ones get one turn in ten; while live tasks wait for their
 * time, half of what these can leave of the quota, and one in ten at least; all of it while none waits. Both lanes belong
 * to one policy and share what they learn.
 *
 * <p>Half, since a permit rests for a second: where every one that is free goes to a replayed task at once, a live task
 * that comes due finds none. With all of it, live tasks of a light load were noticed a third later.
 */
final class Lanes<T> implements PollPlan<T> {

    private static final int REPLAYED_ONE_IN = 10;

    private static final double SECOND = 1e9;

    private final PollPlan<T> live;
    private final PollPlan<T> replayed;
    private final double permitsPerSecond;
    /** How often a task can come due. */
    private final double pollsPerSecond;
    /** When a replayed task may leave while live ones wait. */
    private long replayedFrom;

    private boolean begun;
    /** Turns since the last that went to a replayed task while both lanes were due. */
    private int contested;

    Lanes(PollPlan<T> live, PollPlan<T> replayed, double permitsPerSecond, Duration minInterval) {
        this.live = live;
        this.replayed = replayed;
        this.permitsPerSecond = permitsPerSecond;
        this.pollsPerSecond = SECOND / minInterval.toNanos();
    }

    @Override
    public void add(PlanEntry<T> entry, long now) {
        laneOf(entry).add(entry, now);
    }

    @Override
    public long waitNanos(long now) {
        return Math.min(live.waitNanos(now), replayedWait(now));
    }

    private long replayedWait(long now) {
        long pace = begun && live.size() > 0 ? replayedFrom - now : 0;
        return Math.max(pace, replayed.waitNanos(now));
    }

    @Override
    public PlanEntry<T> take(long now) {
        boolean liveDue = live.waitNanos(now) == 0;
        if (!liveDue) {
            return takeReplayed(now);
        }
        if (replayed.waitNanos(now) > 0) {
            return live.take(now);
        }
        contested = (contested + 1) % REPLAYED_ONE_IN;
        return contested == 0 ? takeReplayed(now) : live.take(now);
    }

    private PlanEntry<T> takeReplayed(long now) {
        double wanted = live.size() * pollsPerSecond;
        double rate = Math.max(permitsPerSecond / REPLAYED_ONE_IN, (permitsPerSecond - wanted) / 2);
        replayedFrom = now + (long) (SECOND / rate);
        begun = true;
        return replayed.take(now);
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
