package io.mpsbridge.poll;

import org.jspecify.annotations.Nullable;

/**
 * Asks, whenever a permit is free, about the task with the largest delay to be expected since it was last asked about
 * ({@link Survival#delay}; a poll that failed counts as asked, or a task that always fails would come first for ever), but about none more often than the shortest interval allows. One turn in twenty goes to
 * the task that was not asked about for longest, whatever was learned, and every turn while nothing is.
 *
 * <p><b>How the largest is found in O(log n).</b> The delays grow with time, each in its own way, so that their order
 * changes all the time. What does not change is when a task's delay reaches a given price: the heap is kept by that
 * time. The price follows the load: it is what the chosen tasks' delays were of late. Where it is right, a permit
 * comes free just when a task reaches it, and then the first in the heap is the one with the largest delay. As price
 * and estimates move, the entries' times get old; at every turn a few of them are computed again.
 */
final class AdaptivePlan<T> implements PollPlan<T> {

    private static final int LEAST_RECENTLY_POLLED_ONE_IN = 20;
    private static final int FORGOTTEN_FAILURES = 2;
    /** How many times in the heap are computed again at each turn. */
    private static final int REFRESHED = 3;
    /** How far the price goes towards the delay of the task just chosen, both as logarithms. */
    private static final double PRICE_STEP = 0.05;
    /** Times in the heap are not further away, so that they can be compared by difference. */
    private static final double HORIZON = 0x1.0p61;

    private final ExponentialBackoff backoff;
    private final DurationEstimates durations;
    /** Tasks that may not be asked about yet, by when they may. */
    private final EntryHeap<T> resting = new EntryHeap<>(EntryHeap.Slot.DUE);
    /** Tasks that may, by when their delay reaches the price. */
    private final EntryHeap<T> ready = new EntryHeap<>(EntryHeap.Slot.DUE);
    /** All of them, by when they were asked about. */
    private final LeastRecentlyPolled<T> waiting = new LeastRecentlyPolled<>();

    private double price;
    private int turn;
    private int refreshed;

    AdaptivePlan(PollSettings settings, DurationEstimates durations) {
        this.backoff = new ExponentialBackoff(settings);
        this.durations = durations;
        this.price = backoff.minNanos();
    }

    @Override
    public void add(PlanEntry<T> entry, long nowNanos) {
        entry.dueNanos = entry.bornNanos() + backoff.minNanos();
        put(entry, nowNanos);
    }

    @Override
    public long waitNanos(long nowNanos) {
        wake(nowNanos);
        if (!ready.isEmpty()) {
            return 0;
        }
        return resting.isEmpty() ? Long.MAX_VALUE : resting.firstTime() - nowNanos;
    }

    @Override
    public PlanEntry<T> take(long nowNanos) {
        if (waitNanos(nowNanos) > 0) {
            throw new IllegalStateException("no task is due");
        }
        turn++;
        PlanEntry<T> leastRecentlyPolled = waiting.first();
        if (leastRecentlyPolled != null
                && (durations.isCold() || turn % LEAST_RECENTLY_POLLED_ONE_IN == 0)
                && ready.contains(leastRecentlyPolled)) {
            remove(leastRecentlyPolled);
            return leastRecentlyPolled;
        }
        PlanEntry<T> chosen = ready.first();
        remove(chosen);
        follow(delay(chosen, nowNanos));
        refresh();
        return chosen;
    }

    @Override
    public @Nullable PlanEntry<T> leastRecentlyPolled(boolean seenAlive) {
        return waiting.first(seenAlive);
    }

    @Override
    public void unfinished(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        durations.unfinished(entry.taskClass(), entry.knownAge(), entry.age(sentNanos));
        entry.unfinished(sentNanos);
        entry.dueNanos = sentNanos + backoff.minNanos();
        put(entry, nowNanos);
    }

    @Override
    public void failed(PlanEntry<T> entry, Failure failure, long nowNanos) {
        entry.failed(nowNanos, failure, backoff);
        put(entry, nowNanos);
    }

    @Override
    public void resetBackoff(PlanEntry<T> entry, long nowNanos) {
        if (entry.failures > 0 && remove(entry)) {
            entry.resetBackoff(nowNanos, backoff.minNanos());
            put(entry, nowNanos);
        }
    }

    @Override
    public void returned(PlanEntry<T> entry, long nowNanos) {
        put(entry, nowNanos);
    }

    @Override
    public void ended(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        durations.ended(entry.taskClass(), entry.knownAge(), entry.age(sentNanos));
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        double unfinished = (double) Math.max(0, unfinishedAge);
        durations.unfinished(taskClass, 0, unfinished);
        durations.ended(taskClass, unfinished, (double) Math.max(0, endedAge));
    }

    @Override
    public boolean remove(PlanEntry<T> entry) {
        resting.remove(entry);
        ready.remove(entry);
        return waiting.remove(entry);
    }

    @Override
    public int size() {
        return waiting.size();
    }

    @Override
    public long longestUnpolledNanos(long nowNanos) {
        return waiting.unpolledNanos(nowNanos);
    }

    private void put(PlanEntry<T> entry, long nowNanos) {
        waiting.add(entry);
        if (entry.dueNanos - nowNanos > 0) {
            resting.add(entry, entry.dueNanos);
        } else {
            ready.add(entry, crossing(entry));
        }
    }

    private void wake(long nowNanos) {
        while (!resting.isEmpty() && resting.firstTime() - nowNanos <= 0) {
            PlanEntry<T> rested = resting.first();
            resting.remove(rested);
            ready.add(rested, crossing(rested));
        }
    }

    private void refresh() {
        for (int i = 0; i < Math.min(REFRESHED, ready.size()); i++) {
            refreshed = refreshed > 0 && refreshed <= ready.size() ? refreshed - 1 : ready.size() - 1;
            ready.move(refreshed, crossing(ready.at(refreshed)));
        }
    }

    private void follow(double delay) {
        double ratio = Math.log(Math.max(1, delay) / price);
        price *= Math.exp(PRICE_STEP * Math.max(-1, Math.min(1, ratio)));
    }

    /** The delay to be expected since the task was last asked about, which may have taught nothing. */
    private double delay(PlanEntry<T> entry, long nowNanos) {
        return durations.of(entry.taskClass()).delay(entry.knownAge(), entry.age(nowNanos)) - delayBefore(entry);
    }

    private long crossing(PlanEntry<T> entry) {
        double age = durations.of(entry.taskClass()).crossing(entry.knownAge(), price + delayBefore(entry));
        return entry.bornNanos() + (long) Math.min(HORIZON, age);
    }

    /**
     * The part of the delay that had accrued when the task was last asked about in vain. Not after a failure or two, which
     * may be the service's: the task is as overdue as it was.
     */
    private double delayBefore(PlanEntry<T> entry) {
        return entry.failures <= FORGOTTEN_FAILURES
                ? 0
                : durations.of(entry.taskClass()).delay(entry.knownAge(), entry.age(entry.lastPolledNanos));
    }
}
