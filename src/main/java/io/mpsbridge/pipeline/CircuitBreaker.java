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

    private final BadAnswers streak = new BadAnswers();
    private BreakerState state = new BreakerState.Closed();
    private long heldAt;
    /** Nanoseconds that holds took, those that have ended. */
    private long heldFor;

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
    long flowed(long now) {
        return now - heldFor - (isOpen() ? now - heldAt : 0);
    }

    /**
     * Nanoseconds until a request may leave, as far as the breaker is concerned; while open, a probe.
     *
     * @param share requests per second that this replica may send
     */
    long waitNanos(long now, int share) {
        enter(state.at(now), now);
        return Math.max(0, state.waitNanos(now, share));
    }

    /** A request leaves. */
    void left(long now, int share) {
        enter(state.left(now, share), now);
    }

    /** An answer came; returns whether it ends a hold. */
    boolean answered(Observation answer) {
        boolean wasOpen = isOpen();
        if (answer.evidence().kind() != Evidence.Kind.THROTTLED) {
            enter(state.answered(answer, streak), answer.nowNanos());
        }
        return wasOpen && !isOpen();
    }

    /** MPS's clock and ours are too far apart. */
    void clockIsOff(Evidence why, long now, Instant wall) {
        enter(state.clockIsOff(why, now, wall), now);
    }

    /** MPS's clock and ours agree; returns whether that ends a hold. */
    boolean clockAgrees(long now) {
        boolean wasOpen = isOpen();
        enter(state.clockAgrees(now), now);
        return wasOpen && !isOpen();
    }

    private void enter(BreakerState next, long now) {
        boolean wasOpen = isOpen();
        state = next;
        if (!wasOpen && isOpen()) {
            heldAt = now;
        } else if (wasOpen && !isOpen()) {
            heldFor += now - heldAt;
        }
    }
}
