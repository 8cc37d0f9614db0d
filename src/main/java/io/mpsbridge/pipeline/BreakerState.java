package io.mpsbridge.pipeline;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the circuit breaker lets through. Immutable but for the streak; the methods are the only transitions. */
sealed interface BreakerState {

    long SECOND = Duration.ofSeconds(1).toNanos();

    BreakerPosition position();

    /** An answer came. */
    BreakerState answered(Observation answer, BadAnswers streak);

    /** Time has passed. */
    BreakerState at(long now);

    /** A request leaves. */
    BreakerState left(long now, int share);

    /** Nanoseconds until a request may leave; not above 0 if now. */
    long waitNanos(long now, int share);

    /** MPS's clock and ours are so far apart that our requests are refused, and no age can be told. */
    default BreakerState clockIsOff(Evidence why, long now, Instant wall) {
        return Open.of(OpenCause.CLOCK, why, now, wall);
    }

    /** The clocks agree. */
    default BreakerState clockAgrees(long now) {
        return this;
    }

    /** Why polling is held, or null. */
    default @Nullable Hold hold() {
        return null;
    }

    /** The plan and the quota alone decide. */
    record Closed() implements BreakerState {
        @Override
        public BreakerPosition position() {
            return BreakerPosition.CLOSED;
        }

        @Override
        public BreakerState answered(Observation answer, BadAnswers streak) {
            if (answer.evidence().kind().isGood()) {
                streak.good(answer.nowNanos());
                return this;
            }
            return streak.bad(answer)
                    .<BreakerState>map(trip -> Open.of(trip.cause(), trip.evidence(), answer.nowNanos(), answer.wall()))
                    .orElse(this);
        }

        @Override
        public BreakerState at(long now) {
            return this;
        }

        @Override
        public BreakerState left(long now, int share) {
            return this;
        }

        @Override
        public long waitNanos(long now, int share) {
            return 0;
        }
    }

    /**
     * Nothing but probes, answered or not.
     *
     * @param since when it began
     * @param probedAt when the last probe left, or the moment of opening
     */
    record Open(OpenCause cause, Hold hold, long since, long probedAt) implements BreakerState {

        private static final int ONE_IN = 20;

        static Open of(OpenCause cause, Evidence why, long now, Instant wall) {
            return new Open(cause, new Hold(cause.kind(), why.code(), cause.message(why.message()), wall), now, now);
        }

        @Override
        public BreakerPosition position() {
            return BreakerPosition.OPEN;
        }

        /** Only answers to requests that left since then tell anything: the others say how things were. */
        @Override
        public BreakerState answered(Observation answer, BadAnswers streak) {
            if (cause == OpenCause.CLOCK || answer.sentNanos() - since < 0) {
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
        public BreakerState at(long now) {
            return this;
        }

        @Override
        public BreakerState left(long now, int share) {
            return new Open(cause, hold, since, now);
        }

        @Override
        public long waitNanos(long now, int share) {
            return probedAt + Math.min(SECOND, ONE_IN * SECOND / Math.max(1, share)) - now;
        }

        @Override
        public BreakerState clockIsOff(Evidence why, long now, Instant wall) {
            return because(OpenCause.CLOCK, why);
        }

        @Override
        public BreakerState clockAgrees(long now) {
            return cause == OpenCause.CLOCK ? new HalfOpen(now, 0, 1, 0) : this;
        }

        private Open because(OpenCause now, Evidence why) {
            return now == cause && why.code().equals(hold.code())
                    ? this
                    : new Open(
                            now,
                            new Hold(now.kind(), why.code(), now.message(why.message()), hold.since()),
                            since,
                            probedAt);
        }
    }

    /**
     * Half the quota: as many requests in a second. Over when at least as many answers of a second were good as bad; else
     * the next second is like it.
     *
     * @param since when this second began
     * @param left requests that have left in it
     */
    record HalfOpen(long since, int left, int good, int bad) implements BreakerState {
        @Override
        public BreakerPosition position() {
            return BreakerPosition.HALF_OPEN;
        }

        @Override
        public BreakerState answered(Observation answer, BadAnswers streak) {
            if (answer.evidence().kind().isGood()) {
                streak.good(answer.nowNanos());
                return new HalfOpen(since, left, good + 1, bad).at(answer.nowNanos());
            }
            return streak.bad(answer)
                    .<BreakerState>map(trip -> Open.of(trip.cause(), trip.evidence(), answer.nowNanos(), answer.wall()))
                    .orElseGet(() -> new HalfOpen(since, left, good, bad + 1).at(answer.nowNanos()));
        }

        @Override
        public BreakerState at(long now) {
            if (now - since < SECOND) {
                return this;
            }
            return good > 0 && good >= bad ? new Closed() : new HalfOpen(now, 0, 0, 0);
        }

        @Override
        public BreakerState left(long now, int share) {
            return new HalfOpen(since, left + 1, good, bad);
        }

        @Override
        public long waitNanos(long now, int share) {
            return left < Math.max(1, share / 2) ? 0 : since + SECOND - now;
        }
    }
}
