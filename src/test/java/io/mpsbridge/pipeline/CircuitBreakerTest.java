package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final Instant WALL = Instant.parse("2026-11-24T10:00:00Z");
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final int SHARE = 20;

    private final CircuitBreaker breaker = new CircuitBreaker();
    private long now = Long.MAX_VALUE - 20 * SECOND;
    private int suspects = 100;
    private boolean witnessed = true;

    @Test
    void failuresOfEnoughTasksForTwoSecondsWithoutAGoodAnswerOpenIt() {
        for (int i = 0; i < 40; i++) {
            assertThat(breaker.isOpen()).as("after " + i).isFalse();
            answer(HealthSignal.Kind.UNAVAILABLE, "t" + i, now - 10 * MILLI);
            now += 50 * MILLI;
        }
        answer(HealthSignal.Kind.UNAVAILABLE, "last", now);

        assertThat(breaker.hold()).map(Hold::kind).contains(Hold.Kind.OUTAGE);
    }

    @Test
    void callsThatHungForLongEnoughOpenItAtOnce() {
        for (int i = 0; i < FailureWindow.TASKS; i++) {
            assertThat(breaker.isOpen()).isFalse();
            answer(HealthSignal.Kind.UNAVAILABLE, "t" + i, now - 10 * SECOND);
        }

        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void oneTaskThatFailsDoesNotOpenItHoweverLongWhileThereAreOthers() {
        for (int i = 0; i < 100; i++) {
            answer(HealthSignal.Kind.REFUSED, "bad", now);
            now += SECOND;
        }

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void theOnlyTaskThatThereIsOpensIt() {
        suspects = 1;
        answer(HealthSignal.Kind.REFUSED, "bad", now);
        now += 3 * SECOND;
        answerSince(HealthSignal.Kind.REFUSED, "bad", now - 3 * SECOND, now);

        assertThat(breaker.hold()).map(Hold::kind).contains(Hold.Kind.SUSPENDED);
    }

    @Test
    void whatFailedBeforeTheLastGoodAnswerIsNoEvidence() {
        answer(HealthSignal.Kind.GOOD, "good", now);
        long before = now - SECOND;
        for (int i = 0; i < 100; i++) {
            now += 100 * MILLI;
            answerSince(HealthSignal.Kind.UNAVAILABLE, "t" + i, before, now);
        }

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void tasksNotFoundOpenItByTheTwentyWithoutAWitnessOrByOneThatWasSeenAlive() {
        for (int i = 0; i < 30; i++) {
            now += 200 * MILLI;
            answer(HealthSignal.Kind.NOT_FOUND, "t" + i, now);
        }
        assertThat(breaker.isOpen()).isFalse();

        witnessed = false;
        answer(HealthSignal.Kind.NOT_FOUND, "one more", now);

        assertThat(breaker.hold()).map(Hold::kind).contains(Hold.Kind.SUSPENDED);
    }

    @Test
    void aProbeLeavesOnceASecondWhetherOrNotTheOneBeforeWasAnswered() {
        open();
        for (int i = 0; i < 5; i++) {
            assertThat(breaker.waitNanos(now, SHARE)).isEqualTo(SECOND);
            now += SECOND;
            assertThat(breaker.waitNanos(now, SHARE)).isZero();
            breaker.left(now, SHARE);
        }
        assertThat(breaker.waitNanos(now, 200)).isEqualTo(SECOND / 10);
    }

    @Test
    void onlyAnAnswerToARequestThatLeftWhileItWasOpenEndsIt() {
        open();
        answer(HealthSignal.Kind.GOOD, "early", now - SECOND);
        assertThat(breaker.isOpen()).isTrue();
        now += SECOND;
        answer(HealthSignal.Kind.NOT_FOUND, "stranger", now);
        assertThat(breaker.isOpen()).isTrue();

        answer(HealthSignal.Kind.GOOD, "good", now);

        assertThat(breaker.position()).isEqualTo(BreakerPosition.HALF_OPEN);
    }

    @Test
    void halfOfTheQuotaFlowsForASecondAndThenAllOfIt() {
        open();
        now += SECOND;
        answer(HealthSignal.Kind.GOOD, "good", now);
        for (int i = 0; i < SHARE / 2; i++) {
            assertThat(breaker.waitNanos(now, SHARE)).isZero();
            breaker.left(now, SHARE);
        }
        assertThat(breaker.waitNanos(now, SHARE)).isEqualTo(SECOND);
        answer(HealthSignal.Kind.UNAVAILABLE, "bad", now);

        now += SECOND;
        assertThat(breaker.waitNanos(now, SHARE)).isZero();

        assertThat(breaker.position()).isEqualTo(BreakerPosition.CLOSED);
    }

    @Test
    void whereMoreAnswersAreBadThanGoodItStaysHalfOpenAndDoesNotOpen() {
        open();
        now += SECOND;
        answer(HealthSignal.Kind.GOOD, "good", now);
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < 5; i++) {
                now += 200 * MILLI;
                answer(HealthSignal.Kind.UNAVAILABLE, "bad" + second + i, now);
                answer(i == 0 ? HealthSignal.Kind.GOOD : HealthSignal.Kind.UNAVAILABLE, "t" + second + i, now);
            }
            assertThat(breaker.position()).isEqualTo(BreakerPosition.HALF_OPEN);
        }
    }

    @Test
    void itsClockStandsStillWhileItIsOpen() {
        long activeBefore = breaker.activeNanos(now);
        open();
        long opened = breaker.activeNanos(now);
        now += 100 * SECOND;
        assertThat(breaker.activeNanos(now)).isEqualTo(opened);
        answer(HealthSignal.Kind.GOOD, "good", now);
        now += SECOND;

        assertThat(breaker.activeNanos(now) - activeBefore).isBetween(SECOND, 6 * SECOND);
    }

    @Test
    void aClockThatIsOffHoldsPollingWhateverIsAnsweredUntilItAgrees() {
        HealthSignal off = new HealthSignal(HealthSignal.Kind.REFUSED, "clock-off", "by 3 h");
        breaker.clockIsOff(off, now, WALL);
        now += SECOND;
        answer(HealthSignal.Kind.GOOD, "good", now);
        assertThat(breaker.hold()).map(Hold::kind).contains(Hold.Kind.CLOCK);

        assertThat(breaker.clockAgrees(now)).isTrue();

        assertThat(breaker.position()).isEqualTo(BreakerPosition.HALF_OPEN);
    }

    @Test
    void theHoldNamesWhatTheLastProbeSaid() {
        open();
        now += SECOND;
        answer(HealthSignal.Kind.REFUSED, "t", now);

        assertThat(breaker.hold()).map(Hold::kind).contains(Hold.Kind.SUSPENDED);
        assertThat(breaker.hold().map(Hold::since)).contains(WALL);
    }

    private void open() {
        for (int i = 0; !breaker.isOpen(); i++) {
            now += 100 * MILLI;
            answer(HealthSignal.Kind.UNAVAILABLE, "open" + i, now);
        }
    }

    private void answer(HealthSignal.Kind kind, String taskId, long sent) {
        answerSince(kind, taskId, now, sent);
    }

    private void answerSince(HealthSignal.Kind kind, String taskId, long since, long sent) {
        HealthSignal evidence = new HealthSignal(kind, kind.isGood() ? "" : kind.name(), "message");
        breaker.answered(new Observation(evidence, taskId, false, since, sent, now, WALL, suspects, witnessed));
    }
}
