package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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
        now += SECOND / 10;
        lease.look();

        assertThat(endWithoutAnswers()).isEqualTo(before - 40_000_000 + RUNS);
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
