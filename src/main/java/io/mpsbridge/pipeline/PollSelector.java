package io.mpsbridge.pipeline;

import io.mpsbridge.limit.Quota;
import io.mpsbridge.poll.PollPlan;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which task to poll next, and when: once circuit breaker, quota and plan all allow it. While the breaker is
 * open, probes replace the plan. Owned by the pipeline's thread.
 */
final class PollSelector implements PollDispatcher.Source {

    private final Quota quota;
    private final PollPlan<TrackedTask> plan;
    private final CircuitBreaker breaker;
    private final ProbeSelector probes;
    private final NewcomerBulkhead newcomers = new NewcomerBulkhead();
    private final OpenCalls.Share calls;
    private final int mostCalls;
    /** Taken out of the plan for the next permit, or null. */
    private @Nullable TrackedTask next;

    PollSelector(TaskPipeline.Pacing pacing, PollPlan<TrackedTask> plan, CircuitBreaker breaker) {
        this.quota = pacing.quota();
        this.plan = plan;
        this.breaker = breaker;
        this.probes = new ProbeSelector(plan, pacing.poll().minInterval().toNanos());
        this.calls = pacing.calls().share();
        this.mostCalls = pacing.calls().most();
    }

    /** A task joined the plan. */
    void added(TrackedTask task) {
        probes.added(task);
    }

    /** Has room for more calls when another pipeline's end. */
    OpenCalls.Share calls() {
        return calls;
    }

    @Override
    public long waitNanos(long nowNanos) {
        long wait = waitAlone(nowNanos);
        return wait > 0 || calls.hasRoom() ? wait : Long.MAX_VALUE;
    }

    /** The wait without regard to other pipelines. */
    private long waitAlone(long nowNanos) {
        long others = Math.max(breaker.waitNanos(nowNanos, quota.share()), quota.waitNanos(nowNanos));
        if (breaker.isOpen()) {
            newcomers.drainTo(task -> plan.returned(task.entry(), nowNanos));
            return Math.max(others, probes.waitNanos(nowNanos));
        }
        if (others == 0 && next == null) {
            next = choose(nowNanos);
        }
        boolean isChosen = next != null || (others > 0 && newcomers.holdsAny());
        return isChosen ? others : Math.max(others, plan.waitNanos(nowNanos));
    }

    /** The next task to poll, or null if there is none. */
    private @Nullable TrackedTask choose(long nowNanos) {
        int maxCalls = Math.min(quota.share(), mostCalls);
        boolean isNewcomersTurn = newcomers.isTurn() || plan.waitNanos(nowNanos) > 0;
        TrackedTask chosen = isNewcomersTurn ? newcomers.next(maxCalls) : null;
        while (chosen == null && plan.waitNanos(nowNanos) == 0) {
            chosen = plan.take(nowNanos).payload();
            if (!newcomers.hasRoom(chosen, maxCalls)) {
                newcomers.setAside(chosen);
                chosen = null;
            }
        }
        return chosen;
    }

    @Override
    public TrackedTask take(long nowNanos) {
        quota.take(nowNanos);
        breaker.left(nowNanos, quota.share());
        calls.opened();
        TrackedTask taken = next == null ? probes.take(nowNanos) : next;
        next = null;
        newcomers.callOpened(taken);
        return taken;
    }

    /** A call was answered, failed, or was not sent. */
    void callEnded(TrackedTask task, long nowNanos) {
        calls.closed();
        newcomers.callEnded(task);
        quota.giveBack(nowNanos);
    }

    int openCalls() {
        return calls.open();
    }
}
