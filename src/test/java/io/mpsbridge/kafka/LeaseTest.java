package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final long SECOND = 1_000_000_000;
    private static final long RUNS = 13 * SECOND;
    private static final long PAUSE = 3 * SECOND;

    private final Map<String, Double> metrics = new HashMap<>();
    private long now = 100 * SECOND;
    /** How far the wall clock has run ahead of the monotonic one. */
    private long ahead;

    private final Lease lease = new Lease(
            name -> metrics.getOrDefault(name, Double.NaN),
            Duration.ofSeconds(15),
            () -> now,
            () -> Instant.EPOCH.plusNanos(now + ahead));

    @Test
    void itHasEndedUntilTheBrokerGivesPartitions() {
        assertThat(lease.look()).isLessThanOrEqualTo(now);
        lease.assigned();
        long assigned = now;
        assertThat(lease.look()).isEqualTo(now + PAUSE);
        assertThat(endWithoutAnswers()).isEqualTo(assigned + RUNS);
    }

    @Test
    void anAnswerCountsFromTheLookBeforeLessTheTimeThatAnswersTake() {
        now += SECOND;
        lease.look();
        long before = now;
        now += SECOND;
        answer(40);
        lease.look();
        turn(1);
        answer(40);
        turn(1);

        assertThat(endWithoutAnswers()).isEqualTo(before - 40_000_000 + RUNS);
    }

    /** A broker that is the coordinator no more answers too, whoever has taken over meanwhile. */
    @Test
    void anAnswerIsBelievedOnceTheNextHasComeTooAndThePollAfterThatTakesNothingAway() {
        lease.assigned();
        turn(20);
        answer(1);
        long answered = now;
        turn(2);
        assertThat(lease.look()).isLessThan(now);

        answer(1);
        assertThat(lease.look()).isLessThan(now);
        now += SECOND / 10;

        assertThat(lease.look()).isEqualTo(now + PAUSE);
        assertThat(endWithoutAnswers()).isEqualTo(answered - 1_000_000 + RUNS);
    }

    @Test
    void anAnswerThatWasUnderWayForLongIsWorthLittle() {
        lease.assigned();
        long assigned = now;
        turn(12);
        answer(12_000);

        assertThat(endWithoutAnswers()).isEqualTo(assigned + RUNS);
    }

    @Test
    void anAssignmentThatWasUnderWayForLongIsWorthLittle() {
        metrics.put("sync-time-max", 5_000.0);
        lease.assigned();
        long assigned = now;

        assertThat(endWithoutAnswers()).isEqualTo(assigned - 5 * SECOND + RUNS);
    }

    @Test
    void anAnswerThatTakesThePartitionsAwayIsNotBelieved() {
        lease.assigned();
        turn(20);
        answer(1);
        turn(1);
        answer(1);
        assertThat(lease.look()).isLessThan(now);

        lease.lost();

        assertThat(lease.look()).isLessThanOrEqualTo(now);
        assertThat(endWithoutAnswers()).isLessThanOrEqualTo(now);
    }

    @Test
    void withoutAnswersItEndsAndWithThemItGoesOn() {
        lease.assigned();
        for (int second = 0; second < 60; second++) {
            now += SECOND;
            answer(3);
            assertThat(lease.look()).isEqualTo(now + PAUSE);
        }
        turn(13);
        assertThat(lease.look()).isLessThanOrEqualTo(now);
    }

    @Test
    void afterAPauseOnlyAHeartbeatThatWasSentSinceCounts() {
        lease.assigned();
        turn(1);
        now += PAUSE + SECOND;
        answer(4_000);
        assertThat(lease.look()).isEqualTo(now);
        turn(1);
        answer(4_000);
        turn(1);
        assertThat(lease.look()).isLessThan(now);

        turn(4);
        answer(4_000);
        turn(1);
        answer(4_000);
        turn(1);

        assertThat(lease.look()).isGreaterThan(now);
    }

    @Test
    void aSuspensionIsAFreezeThoughTheMonotonicClockStoodStill() {
        lease.assigned();
        turn(1);
        ahead += PAUSE + SECOND;
        assertThat(lease.look()).isLessThanOrEqualTo(now);

        turn(1);
        answer(3);
        turn(1);
        answer(3);
        turn(1);
        assertThat(lease.look()).isGreaterThan(now);
    }

    @Test
    void shortSuspensionsAddUp() {
        lease.assigned();
        for (int i = 0; i < 7; i++) {
            ahead += 2 * SECOND;
            lease.look();
        }
        assertThat(lease.look()).isLessThanOrEqualTo(now);
    }

    @Test
    void aWallClockSetBackIsNoFreeze() {
        lease.assigned();
        turn(1);
        ahead -= 3_600 * SECOND;
        assertThat(lease.look()).isEqualTo(now + PAUSE);
        assertThat(lease.wallEndMillis()).isEqualTo((now + ahead + PAUSE) / 1_000_000);
    }

    @Test
    void aWallClockSetBackByMoreThanASessionThatSilencesTheClientIsTold() {
        lease.assigned();
        answer(1);
        turn(1);
        ahead -= 16 * SECOND;
        turn(1);
        assertThat(lease.silencedByClock()).as("the lease still runs").isZero();

        turn(13);

        assertThat(lease.silencedByClock()).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void aWallClockSetBackWhileHeartbeatsAreAnsweredOrByLittleSilencesNobody() {
        lease.assigned();
        ahead -= 3_600 * SECOND;
        for (int second = 0; second < 20; second++) {
            turn(1);
            answer(1);
        }
        ahead -= 14 * SECOND;
        turn(20);

        assertThat(lease.silencedByClock()).isZero();
    }

    @Test
    void aWallClockSetAheadAndBackAgainBeforeTheNextAnswerSilencesNobody() {
        lease.assigned();
        answer(1);
        turn(1);
        ahead -= 60 * SECOND;
        turn(1);
        ahead += 60 * SECOND;

        turn(20);

        assertThat(lease.silencedByClock()).isZero();
    }

    /**
     * Invariant Q5 and Q6: whatever is answered late, frozen, suspended, or stepped by either clock, the lease never
     * runs later, by true time, than the session less its margin after the sending of the newest heartbeat that was
     * answered.
     */
    @Property(tries = 300)
    void theLeaseNeverOutlivesTheNewestAnsweredHeartbeat(@ForAll @Size(max = 60) List<@From("events") Event> events) {
        var schedule = new Schedule();
        schedule.lease.assigned();
        for (Event event : events) {
            schedule.happens(event);
            assertThat(schedule.overrunNanos()).as("after %s", event).isLessThanOrEqualTo(0);
            schedule.lookAgain();
            assertThat(schedule.overrunNanos()).as("a look after %s", event).isLessThanOrEqualTo(0);
        }
    }

    @Provide
    static Arbitrary<Event> events() {
        return Combinators.combine(
                        Arbitraries.of(Kind.values()), Arbitraries.integers().between(1, 20_000))
                .as(Event::new);
    }

    private enum Kind {
        TURN,
        ANSWER,
        FREEZE,
        SUSPEND,
        STEP_AHEAD,
        STEP_BACK
    }

    private record Event(Kind kind, int millis) {}

    /** True time beside what the two clocks show of it. */
    private static final class Schedule {
        private final Map<String, Double> metrics = new HashMap<>();
        private long trueNow = 1_000 * SECOND;
        private long nanos = trueNow;
        private long wall = trueNow;
        /** When the newest heartbeat was sent that has been answered, or the assignment was. */
        private long newestSent = trueNow;

        private final Lease lease = new Lease(
                name -> metrics.getOrDefault(name, Double.NaN),
                Duration.ofSeconds(15),
                () -> nanos,
                () -> Instant.EPOCH.plusNanos(wall));
        private long end;

        void happens(Event event) {
            long length = event.millis() * 1_000_000L;
            switch (event.kind()) {
                // Turns are short: a longer one is a freeze.
                case TURN -> pass(length % (PAUSE / 2), true, true);
                case ANSWER -> {
                    newestSent = trueNow;
                    pass(length % (SECOND / 2), true, true);
                    metrics.merge("heartbeat-total", 1.0, Double::sum);
                    metrics.merge("heartbeat-response-time-max", (trueNow - newestSent) / 1e6, Math::max);
                }
                case FREEZE -> pass(length, true, true);
                case SUSPEND -> pass(length, false, true);
                case STEP_AHEAD -> wall += length;
                case STEP_BACK -> {
                    wall -= length;
                    // Both between two looks cannot be told apart from neither.
                    lookAgain();
                }
            }
        }

        void lookAgain() {
            end = lease.look();
        }

        /** By how much it runs on beyond what the newest answered heartbeat allows; at most 0 where it does not. */
        long overrunNanos() {
            boolean runs = end - nanos > 0 && lease.wallEndMillis() - wall / 1_000_000 > 0;
            return runs ? trueNow - (newestSent + RUNS) : 0;
        }

        private void pass(long length, boolean monotonic, boolean wallClock) {
            trueNow += length;
            nanos += monotonic ? length : 0;
            wall += wallClock ? length : 0;
        }
    }

    /** Seconds of turns, ten in each. */
    private void turn(int seconds) {
        for (int i = 0; i < 10 * seconds; i++) {
            now += SECOND / 10;
            lease.look();
        }
    }

    /** When it ends if no further answer comes. */
    private long endWithoutAnswers() {
        long end = lease.look();
        while (end > now) {
            now += SECOND / 10;
            end = lease.look();
        }
        return end;
    }

    private void answer(double millis) {
        metrics.merge("heartbeat-total", 1.0, Double::sum);
        metrics.put("heartbeat-response-time-max", millis);
    }
}
