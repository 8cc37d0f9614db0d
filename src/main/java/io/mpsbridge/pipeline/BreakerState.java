package io.mpsbridge.pipeline;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of the circuit breaker. Immutable except for the streak; the methods are the only transitions. */
sealed interface BreakerState {

    long SECOND = Duration.ofSeconds(1).toNanos();

    BreakerPosition position();

    /** An answer came. */
    BreakerState answered(Observation answer, FailureWindow streak);

    /** Time has passed. */
    BreakerState at(long nowNanos);

    /** A request leaves. */
    BreakerState left(long nowNanos, int share);

    /** Nanoseconds until a request may leave; 0 or less means now. */
    long waitNanos(long nowNanos, int share);

    /** The clocks differ so much that MPS refuses requests and ages are unknown. */
    default BreakerState clockIsOff(HealthSignal why, long nowNanos, Instant wall) {
        return Open.of(OpenCause.CLOCK, why, nowNanos, wall);
    }

    /** The clocks agree. */
    default BreakerState clockAgrees(long nowNanos) {
        return this;
    }

    /** Why polling is held, or null. */
    default @Nullable Hold hold() {
        return null;
    }

    /** For how long polling has been held, in nanoseconds; 0 if it is not. */
    default long heldNanos(long nowNanos) {
        return 0;
    }

    /** Only plan and quota limit requests. */
    record Closed() implements BreakerState {
        @Override
        public BreakerPosition position() {
            return BreakerPosition.CLOSED;
        }

        @Override
        public BreakerState answered(Observation answer, FailureWindow streak) {
            if (answer.evidence().kind().isGood()) {
                streak.good(answer.nowNanos());
                return this;
            }
            return streak.bad(answer)
                    .<BreakerState>map(trip -> Open.of(trip.cause(), trip.evidence(), answer.nowNanos(), answer.wall()))
                    .orElse(this);
        }

        @Override
        public BreakerState at(long nowNanos) {
            return this;
        }

        @Override
        public BreakerState left(long nowNanos, int share) {
            return this;
        }

        @Override
        public long waitNanos(long nowNanos, int share) {
            return 0;
        }
    }

    /**
     * Only probes leave, answered or not.
     *
     * @param sinceNanos when it opened
     * @param probedNanos when the last probe left, or the breaker opened
     */
    record Open(OpenCause cause, Hold hold, long sinceNanos, long probedNanos) implements BreakerState {

        private static final int ONE_IN = 20;

        static Open of(OpenCause cause, HealthSignal why, long nowNanos, Instant wall) {
            return new Open(
                    cause, new Hold(cause.kind(), why.code(), cause.message(why.message()), wall), nowNanos, nowNanos);
        }

        @Override
        public BreakerPosition position() {
            return BreakerPosition.OPEN;
        }

        @Override
        public long heldNanos(long nowNanos) {
            return nowNanos - sinceNanos;
        }

        /** Only answers to requests sent since then count: earlier ones describe the past. */
        @Override
        public BreakerState answered(Observation answer, FailureWindow streak) {
            if (cause == OpenCause.CLOCK || answer.sentNanos() - sinceNanos < 0) {
                return this;
            }
            return switch (answer.evidence().kind()) {
                case GOOD, MALFORMED -> {
                    streak.good(answer.nowNanos());
                    yield new HalfOpen(answer.nowNanos(), 0, 1, 0);
                }
                case REFUSED -> because(OpenCause.REFUSED, answer.evidence());
                case UNAVAILABLE -> because(OpenCause.OUTAGE, answer.evidence());
                case NOT_FOUND -> answer.seenAlive() ? because(OpenCause.NOT_FOUND, answer.evidence()) : this;
                case THROTTLED -> this;
            };
        }

        @Override
        public BreakerState at(long nowNanos) {
            return this;
        }

        @Override
        public BreakerState left(long nowNanos, int share) {
            return new Open(cause, hold, sinceNanos, nowNanos);
        }

        @Override
        public long waitNanos(long nowNanos, int share) {
            return probedNanos + Math.min(SECOND, ONE_IN * SECOND / Math.max(1, share)) - nowNanos;
        }

        @Override
        public BreakerState clockIsOff(HealthSignal why, long nowNanos, Instant wall) {
            return because(OpenCause.CLOCK, why);
        }

        @Override
        public BreakerState clockAgrees(long nowNanos) {
            return cause == OpenCause.CLOCK ? new HalfOpen(nowNanos, 0, 1, 0) : this;
        }

        private Open because(OpenCause newCause, HealthSignal why) {
            return newCause == cause && why.code().equals(hold.code())
                    ? this
                    : new Open(
                            newCause,
                            new Hold(newCause.kind(), why.code(), newCause.message(why.message()), hold.since()),
                            sinceNanos,
                            probedNanos);
        }
    }

    /**
     * Half the quota, counted per second. Closes after a second with at least as many good answers as bad; otherwise
     * the next second repeats it.
     *
     * @param sinceNanos when this second began
     * @param left requests that have left in it
     */
    record HalfOpen(long sinceNanos, int left, int good, int bad) implements BreakerState {
        @Override
        public BreakerPosition position() {
            return BreakerPosition.HALF_OPEN;
        }

        @Override
        public BreakerState answered(Observation answer, FailureWindow streak) {
            if (answer.evidence().kind().isGood()) {
                streak.good(answer.nowNanos());
                return new HalfOpen(sinceNanos, left, good + 1, bad).at(answer.nowNanos());
            }
            return streak.bad(answer)
                    .<BreakerState>map(trip -> Open.of(trip.cause(), trip.evidence(), answer.nowNanos(), answer.wall()))
                    .orElseGet(() -> new HalfOpen(sinceNanos, left, good, bad + 1).at(answer.nowNanos()));
        }

        @Override
        public BreakerState at(long nowNanos) {
            if (nowNanos - sinceNanos < SECOND) {
                return this;
            }
            return good > 0 && good >= bad ? new Closed() : new HalfOpen(nowNanos, 0, 0, 0);
        }

        @Override
        public BreakerState left(long nowNanos, int share) {
            return new HalfOpen(sinceNanos, left + 1, good, bad);
        }

        @Override
        public long waitNanos(long nowNanos, int share) {
            return left < Math.max(1, share / 2) ? 0 : sinceNanos + SECOND - nowNanos;
        }
    }
}
