package io.mpsbridge.pipeline;

import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether failures are the tasks' own or the service's, and so whether polling flows. A good answer shows that
 * service, credentials and clock work: failures beside it are the tasks' own. Without one for two seconds, over enough
 * different tasks, the service is at fault: only about one probe a second leaves, and no task fails. The first good
 * answer to a probe lets half the quota flow, a second of good answers all of it.
 *
 * <p>Time and evidence in, decisions out: no clock, no thread. Owned by the pipeline's thread; nanoseconds are of one
 * monotonic clock.
 */
final class CircuitBreaker {

    private final FailureWindow streak = new FailureWindow();
    private BreakerState state = new BreakerState.Closed();
    /** How long the breaker was open in total, up to when it last ceased to be. */
    private long heldNanos;

    BreakerPosition position() {
        return state.position();
    }

    /** Why polling is held, and since when. */
    Optional<Hold> hold() {
        return Optional.ofNullable(state.hold());
    }

    boolean isOpen() {
        return state.position() == BreakerPosition.OPEN;
    }

    /** Monotonic nanoseconds, stopped while polling is held. */
    long activeNanos(long nowNanos) {
        return nowNanos - heldNanos - state.heldNanos(nowNanos);
    }

    /**
     * Nanoseconds until the breaker lets a request leave; while open, a probe.
     *
     * @param share requests per second that this replica may send
     */
    long waitNanos(long nowNanos, int share) {
        enter(state.at(nowNanos), nowNanos);
        return Math.max(0, state.waitNanos(nowNanos, share));
    }

    /** A request leaves. */
    void left(long nowNanos, int share) {
        enter(state.left(nowNanos, share), nowNanos);
    }

    /** An answer came; returns whether it ends a hold. */
    boolean answered(Observation answer) {
        boolean wasOpen = isOpen();
        if (answer.evidence().kind() != HealthSignal.Kind.THROTTLED) {
            enter(state.answered(answer, streak), answer.nowNanos());
        }
        return wasOpen && !isOpen();
    }

    /** The clocks differ too much. */
    void clockIsOff(HealthSignal why, long nowNanos, Instant wall) {
        enter(state.clockIsOff(why, nowNanos, wall), nowNanos);
    }

    /** The clocks agree; returns whether that ends a hold. */
    boolean clockAgrees(long nowNanos) {
        boolean wasOpen = isOpen();
        enter(state.clockAgrees(nowNanos), nowNanos);
        return wasOpen && !isOpen();
    }

    private void enter(BreakerState next, long nowNanos) {
        if (isOpen() && next.position() != BreakerPosition.OPEN) {
            heldNanos += state.heldNanos(nowNanos);
        }
        state = next;
    }
}
