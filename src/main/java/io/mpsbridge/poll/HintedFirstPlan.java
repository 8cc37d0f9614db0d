package io.mpsbridge.poll;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan of which hinted tasks come first: in the order of their hints, each as soon as the shortest interval since its
 * last poll has passed.
 *
 * <p>While others are due, these get one turn in four at least; and eight turns for every hint that was wrong, once
 * more hints were wrong than there are permits in a second. A right hint takes nothing from anybody, since a task that
 * ended has to be asked about once anyway. So hints about all tasks, again and again, leave the plan eight ninths.
 */
final class HintedFirstPlan<T> implements PollPlan<T> {

    private static final int MOST_IN_A_ROW = 3;
    private static final int TURNS_PER_WRONG_HINT = 8;
    /** More hints than this quota can follow in so many seconds are not kept. */
    private static final int SECONDS_OF_HINTS = 500;

    /** What is known of a hinted task that was taken. */
    private record Taken(long hintedNanos, boolean charged) {}

    private final PolicyPlan<T> plan;
    private final long minInterval;
    private final int mostCredit;
    private final int mostHinted;
    /** Tasks of the plan. */
    private final HintQueue<T> hinted;
    /** Those of them that were taken. */
    private final Map<PlanEntry<T>, Taken> taken = new HashMap<>();
    /** Taken tasks that were hinted since. */
    private final Set<PlanEntry<T>> hintedSince = new HashSet<>();

    /** Turns of hinted tasks since the last of another. */
    private int inARow;
    /** What hints may take from others, in eighths of a turn. */
    private int credit;

    HintedFirstPlan(PolicyPlan<T> plan, double permitsPerSecond, Duration minInterval) {
        this.plan = plan;
        this.minInterval = minInterval.toNanos();
        int permits = (int) Math.ceil(permitsPerSecond);
        this.mostHinted = SECONDS_OF_HINTS * permits;
        this.hinted = new HintQueue<>(mostHinted);
        this.mostCredit = TURNS_PER_WRONG_HINT * permits;
        this.credit = mostCredit;
    }

    @Override
    public void hint(PlanEntry<T> entry, long nowNanos) {
        if (entry.isWaiting()) {
            putHinted(entry, nowNanos);
        } else if (hintedSince.size() < mostHinted) {
            hintedSince.add(entry);
        }
    }

    @Override
    public void add(PlanEntry<T> entry, long nowNanos) {
        plan.add(entry, nowNanos);
    }

    @Override
    public long waitNanos(long nowNanos) {
        return Math.min(plan.waitNanos(nowNanos), Math.max(0, hinted.waitNanos(nowNanos)));
    }

    @Override
    public PlanEntry<T> take(long nowNanos) {
        boolean othersDue = plan.waitNanos(nowNanos) == 0;
        if (hinted.waitNanos(nowNanos) > 0 || (othersDue && isOthersTurn())) {
            return takeOther(nowNanos);
        }
        PlanEntry<T> first = hinted.first();
        takeHint(first, othersDue);
        if (othersDue) {
            inARow++;
            credit -= TURNS_PER_WRONG_HINT;
        }
        plan.takeOut(first);
        return first;
    }

    private PlanEntry<T> takeOther(long nowNanos) {
        PlanEntry<T> other = plan.take(nowNanos);
        takeHint(other, false);
        inARow = 0;
        credit = Math.min(mostCredit, credit + 1);
        return other;
    }

    private boolean isOthersTurn() {
        return inARow >= MOST_IN_A_ROW || credit < TURNS_PER_WRONG_HINT;
    }

    @Override
    public @Nullable PlanEntry<T> leastRecentlyPolled(boolean seenAlive) {
        return plan.leastRecentlyPolled(seenAlive);
    }

    @Override
    public void unfinished(PlanEntry<T> entry, Phase phase, long sentNanos, long nowNanos) {
        if (taken.remove(entry) != null) {
            plan.hintWasWrong();
        }
        plan.unfinished(entry, phase, sentNanos, nowNanos);
        cameBack(entry, nowNanos);
    }

    @Override
    public void failed(PlanEntry<T> entry, Failure failure, long nowNanos) {
        taken.remove(entry);
        plan.failed(entry, failure, nowNanos);
        cameBack(entry, nowNanos);
    }

    @Override
    public void returned(PlanEntry<T> entry, long nowNanos) {
        Taken hint = taken.remove(entry);
        if (hint != null) {
            refund(hint);
            hintedSince.add(entry);
        }
        plan.returned(entry, nowNanos);
        cameBack(entry, nowNanos);
    }

    @Override
    public void resetBackoff(PlanEntry<T> entry, long nowNanos) {
        plan.resetBackoff(entry, nowNanos);
    }

    @Override
    public void ended(PlanEntry<T> entry, long sentNanos, long nowNanos) {
        hintedSince.remove(entry);
        Taken hint = taken.remove(entry);
        if (hint == null) {
            plan.ended(entry, sentNanos, nowNanos);
        } else {
            refund(hint);
            plan.endedAfterHint(entry, hint.hintedNanos(), sentNanos, nowNanos);
        }
    }

    @Override
    public void learn(@Nullable String taskClass, long unfinishedAge, long endedAge) {
        plan.learn(taskClass, unfinishedAge, endedAge);
    }

    @Override
    public boolean remove(PlanEntry<T> entry) {
        hinted.remove(entry);
        taken.remove(entry);
        hintedSince.remove(entry);
        return plan.remove(entry);
    }

    @Override
    public void deadline(PlanEntry<T> entry, long deadlineNanos) {
        plan.deadline(entry, deadlineNanos);
    }

    @Override
    public List<QueueStatus> queues() {
        return plan.queues();
    }

    @Override
    public QueuePosition position(PlanEntry<T> entry, long nowNanos) {
        return plan.position(entry, nowNanos);
    }

    @Override
    public int size() {
        return plan.size();
    }

    @Override
    public long longestUnpolledNanos(long nowNanos) {
        return plan.longestUnpolledNanos(nowNanos);
    }

    private void takeHint(PlanEntry<T> entry, boolean charged) {
        HintQueue.Hint<T> hint = hinted.remove(entry);
        if (hint != null) {
            taken.put(entry, new Taken(hint.dueNanos(), charged));
        }
    }

    private void refund(Taken hint) {
        if (hint.charged()) {
            credit = Math.min(mostCredit, credit + TURNS_PER_WRONG_HINT);
        }
    }

    private void cameBack(PlanEntry<T> entry, long nowNanos) {
        if (hintedSince.remove(entry)) {
            putHinted(entry, nowNanos);
        }
    }

    private void putHinted(PlanEntry<T> entry, long nowNanos) {
        hinted.add(entry, entry.soonest(nowNanos, minInterval));
    }
}
