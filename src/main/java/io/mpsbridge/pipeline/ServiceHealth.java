package io.mpsbridge.pipeline;

import io.mpsbridge.limit.Quota;
import io.mpsbridge.poll.PollPlan;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What answers say about the service, whatever they say about their tasks: whether it works, whether the account is
 * over its limit, what time it is. Owned by the pipeline's thread.
 */
final class ServiceHealth {

    private final PollPlan<TrackedTask> plan;
    private final Quota quota;
    private final ServiceClock clock;
    private final InstantSource wall;
    private final CircuitBreaker breaker = new CircuitBreaker();
    private final SuccessTracker successes = new SuccessTracker();
    private final RecentFailures recentFailures = new RecentFailures();
    private final HoldLog log;

    ServiceHealth(PollPlan<TrackedTask> plan, TaskPipeline.Pacing pacing, ServiceClock clock, InstantSource wall) {
        this.plan = plan;
        this.quota = pacing.quota();
        this.log = new HoldLog(pacing.scope());
        this.clock = clock;
        this.wall = wall;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    SuccessTracker successes() {
        return successes;
    }

    /** An answer came now that carried this {@code Date}, or none. */
    void learnTime(@Nullable Instant date, long sentNanos, long nowNanos) {
        if (date == null) {
            return;
        }
        clock.answered(date, sentNanos, nowNanos);
        if (clock.isOff()) {
            breaker.clockIsOff(
                    new HealthSignal(
                            HealthSignal.Kind.REFUSED,
                            "clock-off",
                            "MPS's clock is ahead of this machine's by " + clock.offset()
                                    + " (negative: behind); set this machine's clock, by NTP for one"),
                    nowNanos,
                    wall.instant());
        } else if (breaker.clockAgrees(nowNanos)) {
            recentFailures.resetBackoffs(plan, nowNanos);
        }
    }

    /**
     * Judges the service by an answer.
     *
     * @param suspects tasks in flight, without those that were failing at the last good answer
     */
    void judge(TrackedTask task, HealthSignal signal, long sentNanos, long nowNanos, int suspects) {
        FailureStreak before = task.failureStreak();
        if (signal.kind() == HealthSignal.Kind.THROTTLED) {
            if (before == null || !before.isThrottled()) {
                quota.throttled(sentNanos, nowNanos);
            }
            return;
        }
        boolean good = signal.kind().isGood();
        long failingSinceNanos =
                good ? nowNanos : task.failureStreakAt(nowNanos).sinceNanos();
        // A task not found has waited for a second or two; a thousand ids of another account must not come first for
        // it.
        if (!good && before == null && signal.kind() != HealthSignal.Kind.NOT_FOUND) {
            recentFailures.add(task);
        }
        boolean ended = breaker.answered(new Observation(
                signal,
                task.taskId(),
                task.seenAlive(),
                failingSinceNanos,
                sentNanos,
                nowNanos,
                wall.instant(),
                suspects,
                plan.leastRecentlyPolled(true) != null));
        if (signal.kind() == HealthSignal.Kind.GOOD) {
            successes.add(task.taskId());
        }
        if (ended) {
            recentFailures.resetBackoffs(plan, nowNanos);
        } else if (good && !breaker.isOpen()) {
            recentFailures.clear();
        }
    }

    void log() {
        log.look(breaker.position(), breaker.hold().orElse(null));
    }
}
