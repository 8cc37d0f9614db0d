package io.mpsbridge.pipeline;

import io.mpsbridge.poll.PlanEntry;
import io.mpsbridge.poll.PollPlan;
import org.jspecify.annotations.Nullable;

/**
 * Whom probes ask about while polling is held: by turns a task seen alive, which surely is one of this account, and one of
 * the others; of each kind the one that was not asked about for longest, whatever its backoff.
 */
final class Probes {

    private final PollPlan<Watch> plan;
    private final long minInterval;
    private boolean seenAlive = true;

    Probes(PollPlan<Watch> plan, long minInterval) {
        this.plan = plan;
        this.minInterval = minInterval;
    }

    /** Nanoseconds until there is a task to ask about, {@link Long#MAX_VALUE} if that takes an event. */
    long waitNanos(long now) {
        return Math.max(0, Math.min(restOf(plan.longestSilent(true), now), restOf(plan.longestSilent(false), now)));
    }

    /** Takes the task out of the plan. Call only when {@link #waitNanos} is 0. */
    Watch take(long now) {
        PlanEntry<Watch> entry = plan.longestSilent(seenAlive);
        if (entry == null || restOf(entry, now) > 0) {
            entry = plan.longestSilent(!seenAlive);
        }
        if (entry == null) {
            throw new IllegalStateException("no task can be asked about");
        }
        seenAlive = !seenAlive;
        plan.remove(entry);
        return entry.payload();
    }

    private long restOf(@Nullable PlanEntry<Watch> entry, long now) {
        return entry == null ? Long.MAX_VALUE : entry.askedAt() + minInterval - now;
    }
}
