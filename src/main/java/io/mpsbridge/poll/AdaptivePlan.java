package io.mpsbridge.poll;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks, whenever a permit is free, about the task with the largest delay to be expected since it was last asked about
 * ({@link ExpectedDelay}; a poll that failed counts as asked, or a task that always fails would come first forever),
 * but about none more often than the shortest interval allows. A few turns explore instead: one in twenty goes to the
 * task that was not asked about for longest, whatever was learned, and every turn while nothing is; where the service
 * queues tasks in order, one in ten to a task at the frontier of the queue, and one in forty to one beyond it. One turn
 * in five is for {@linkplain DeadlineLooks deadlines}.
 *
 * <p><b>How the largest is found in O(log n).</b> The delays grow with time, each in its own way, so that their order
 * changes all the time. What does not change is when a task's delay reaches a given price: the heap is kept by that
 * time. The price follows the load: it is what the chosen tasks' delays were of late. Where it is right, a permit comes
 * free just when a task reaches it, and then the first in the heap is the one with the largest delay. As price and
 * estimates move, the entries' times get old; at every turn a few of them are computed again, those that come first and
 * some others.
 */
final class AdaptivePlan<T> implements PolicyPlan<T> {

    private static final int LEAST_RECENTLY_POLLED_ONE_IN = 20;
    /** Every tenth turn goes to a task at the frontier of a queue. */
    private static final int FRONTIER_ONE_IN = 10;
    /** Every fortieth goes to a task presumed to wait, so that overtaking is noticed. */
    private static final int BEYOND_FRONTIER_ONE_IN = 40;
    /** Every fifth goes to a task whose deadline is close or over, and which was not asked about since. */
    private static final int DEADLINE_ONE_IN = 5;
    /** How many tasks that come first may turn out at their turn to come later. */
    private static final int RECONSIDERED = 8;
    /** How many times in the heap are computed again at each turn. */
    private static final int REFRESHED = 3;
    /** How long before its hint a task ended, at most. */
    private static final long HINT_DELAY_NANOS = 3_000_000_000L;
    /** How far the price goes towards the delay of the task just chosen, both as logarithms. */
    private static final double PRICE_STEP = 0.05;

    private final ExponentialBackoff backoff;
    private final TaskTimes times;
    private final ServiceQueues<T> queues = new ServiceQueues<>(this::startMoved);
    private final ExpectedDelay<T> delay;
    private final HintTrust hints = new HintTrust();
    private final QueuePositions<T> positions;
    /** Tasks that may not be asked about yet, by when they may. */
    private final EntryHeap<T> resting = new EntryHeap<>(EntryHeap.Slot.DUE);
    /** Tasks that may, by when their delay reaches the price. */
    private final EntryHeap<T> ready = new EntryHeap<>(EntryHeap.Slot.DUE);
    /** All of them, by when they were asked about. */
    private final LeastRecentlyPolled<T> waiting = new LeastRecentlyPolled<>();

    private final DeadlineLooks<T> deadlines = new DeadlineLooks<>();

    private double price;
    private int turn;
    private int refreshed;

    AdaptivePlan(PollSettings settings, TaskTimes times) {
        this.backoff = new ExponentialBackoff(settings);
        this.times = times;
        this.delay = new ExpectedDelay<>(times, queues);
        this.positions = new QueuePositions<>(times);
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
        queues.advance(nowNanos);
        PlanEntry<T> due = turn % DEADLINE_ONE_IN == DEADLINE_ONE_IN / 2 ? deadlines.due(nowNanos) : null;
        PlanEntry<T> looked = due == null ? explored() : due;
        if (looked != null) {
            takeOut(looked);
            return looked;
        }
        reconsider(nowNanos);
        PlanEntry<T> chosen = ready.first();
        takeOut(chosen);
        follow(expectedDelay(chosen, nowNanos));
        refresh(nowNanos);
        return chosen;
    }

    /** A task that is asked about for what its answer teaches, or null where it is not the turn of such a one. */
    private @Nullable PlanEntry<T> explored() {
        PlanEntry<T> explored = null;
        if (turn % FRONTIER_ONE_IN == FRONTIER_ONE_IN / 2) {
            ServiceQueue<T> queue = queues.leastCertain();
            explored = queue == null ? null : queue.atFrontier(2 * Jitter.unit(turn, 0) - 1);
        } else if (turn % BEYOND_FRONTIER_ONE_IN == BEYOND_FRONTIER_ONE_IN / 4) {
            ServiceQueue<T> queue = queues.leastCertain();
            explored = queue == null ? null : queue.beyondFrontier(Jitter.unit(turn, 1));
        } else if (turn % LEAST_RECENTLY_POLLED_ONE_IN == 0 || times.isCold()) {
            explored = waiting.first();
        }
        return explored != null && ready.contains(explored) ? explored : null;
    }

    /** A task that comes first by an outdated time may come later. */
    private void reconsider(long nowNanos) {
        for (int i = 0; i < RECONSIDERED && ready.size() > 1; i++) {
            PlanEntry<T> first = ready.first();
            ready.move(0, crossing(first, nowNanos));
            if (ready.first() == first) {
                return;
            }
        }
    }

    private void startMoved(PlanEntry<T> entry, long nowNanos) {
        if (ready.contains(entry)) {
            ready.move(entry.place(EntryHeap.Slot.DUE), crossing(entry, nowNanos));
        }
    }

    @Override
    public @Nullable PlanEntry<T> leastRecentlyPolled(boolean seenAlive) {
        return waiting.first(seenAlive);
    }

    @Override
    public void unfinished(PlanEntry<T> entry, Phase phase, long sentNanos, long nowNanos) {
        delay.unfinished(entry, phase, sentNanos, nowNanos);
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
        if (entry.failures > 0 && takeOut(entry)) {
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
        delay.ended(entry, sentNanos, nowNanos);
        queues.remove(entry);
    }

    /**
     * A hint for the reason that the task had ended also says when. Without that, the end would be spread over all the
     * time since the last poll, and be learned too early: so close to the end nobody polls by chance.
     */
    @Override
    public void endedAfterHint(PlanEntry<T> entry, long hintedNanos, long sentNanos, long nowNanos) {
        double caused = hints.right(delay.endedWithin(entry, sentNanos));
        if (Jitter.unit(entry.seed(), turn) < caused) {
            delay.endedAfterHint(entry, hintedNanos - HINT_DELAY_NANOS, hintedNanos, nowNanos);
            queues.remove(entry);
        } else {
            ended(entry, sentNanos, nowNanos);
        }
    }

    @Override
    public void hintWasWrong() {
        hints.wrong();
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        // Whether it waited, nobody knows any more.
        double unfinished = (double) Math.max(0, unfinishedAge);
        times.livedOn(taskClass, 0, unfinished);
        times.lived(taskClass, unfinished, (double) Math.max(0, endedAge));
    }

    @Override
    public void deadline(PlanEntry<T> entry, long deadlineNanos) {
        entry.deadlineNanos(deadlineNanos);
        if (waiting.contains(entry)) {
            deadlines.remove(entry);
            deadlines.add(entry);
        }
    }

    @Override
    public List<QueueStatus> queues() {
        return queues.status();
    }

    @Override
    public QueuePosition position(PlanEntry<T> entry, long nowNanos) {
        return positions.of(entry, nowNanos);
    }

    @Override
    public boolean remove(PlanEntry<T> entry) {
        queues.remove(entry);
        return takeOut(entry);
    }

    @Override
    public boolean takeOut(PlanEntry<T> entry) {
        resting.remove(entry);
        ready.remove(entry);
        deadlines.remove(entry);
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
        if (entry.queue == null) {
            queues.add(entry, nowNanos);
        }
        waiting.add(entry);
        deadlines.add(entry);
        if (entry.dueNanos - nowNanos > 0) {
            resting.add(entry, entry.dueNanos);
        } else {
            ready.add(entry, crossing(entry, nowNanos));
        }
    }

    private void wake(long nowNanos) {
        while (!resting.isEmpty() && resting.firstTime() - nowNanos <= 0) {
            PlanEntry<T> rested = resting.first();
            resting.remove(rested);
            ready.add(rested, crossing(rested, nowNanos));
        }
    }

    private void refresh(long nowNanos) {
        for (int i = 0; i < Math.min(REFRESHED, ready.size()); i++) {
            refreshed = refreshed > 0 && refreshed <= ready.size() ? refreshed - 1 : ready.size() - 1;
            ready.move(refreshed, crossing(ready.at(refreshed), nowNanos));
        }
    }

    private void follow(double delay) {
        double ratio = Math.log(Math.max(1, delay) / price);
        price *= Math.exp(PRICE_STEP * Math.max(-1, Math.min(1, ratio)));
    }

    /** The delay to be expected since the task was last asked about, nanoseconds. */
    double expectedDelay(PlanEntry<T> entry, long nowNanos) {
        return delay.at(entry, nowNanos);
    }

    private long crossing(PlanEntry<T> entry, long nowNanos) {
        return delay.crossing(entry, price, nowNanos);
    }
}
