package io.mpsbridge.pipeline;

import java.time.Instant;
import java.util.Optional;

/**
 * Decides whose trouble a trouble is, and with it whether polling flows. A good answer says that service, credentials and
 * clock are well at that moment: failures beside it are the tasks' own. Without one for two seconds, over enough different
 * tasks, the trouble is everybody's: polling is held but for about one probe a second, and no task fails. The first good
 * answer to a probe lets half the quota flow, a second of it all.
 *
 * <p>Time and evidence in, decisions out: no clock, no thread. Owned by the pipeline's thread; nanoseconds are of one
 * monotonic clock.
 */
final class CircuitBreaker {

    private final FailureWindow streak = new FailureWindow();
    private BreakerState state = new BreakerState.Closed();
    /** How long the breaker was open, up to when it last ceased to be. */
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

    /** A clock that stands still while polling is held, in nanoseconds. */
    long activeNanos(long nowNanos) {
        return nowNanos - heldNanos - state.heldNanos(nowNanos);
    }

    /**
     * Nanoseconds until a request may leave, as far as the breaker is concerned; while open, a probe.
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

    /** MPS's clock and ours are too far apart. */
    void clockIsOff(HealthSignal why, long nowNanos, Instant wall) {
        enter(state.clockIsOff(why, nowNanos, wall), nowNanos);
    }

    /** MPS's clock and ours agree; returns whether that ends a hold. */
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
