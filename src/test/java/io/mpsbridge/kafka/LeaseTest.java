package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final long SECOND = 1_000_000_000;
    private static final long RUNS = 13 * SECOND;

    private final Map<String, Double> metrics = new HashMap<>();
    private long now = 100 * SECOND;
    private final Lease lease =
            new Lease(name -> metrics.getOrDefault(name, Double.NaN), Duration.ofSeconds(15), () -> now);

    @Test
    void itHasEndedUntilTheBrokerGivesPartitions() {
        assertThat(lease.look()).isLessThanOrEqualTo(now);
        lease.assigned();
        assertThat(lease.look()).isEqualTo(now + RUNS);
    }

    @Test
    void anAnswerCountsFromTheLookBeforeLessTheTimeThatAnswersTake() {
        lease.look();
        long before = now;
        now += SECOND;
        answer(40);
        lease.look();
        now += SECOND / 10;

        assertThat(lease.look()).isEqualTo(before - 40_000_000 + RUNS);
    }

    @Test
    void anAnswerThatWasUnderWayForLongIsWorthLittle() {
        lease.assigned();
        long assigned = now;
        now += 12 * SECOND;
        lease.look();
        long before = now;
        answer(12_000);
        lease.look();

        assertThat(lease.look()).isEqualTo(assigned + RUNS).isEqualTo(before - 12 * SECOND + RUNS);
    }

    @Test
    void anAssignmentThatWasUnderWayForLongIsWorthLittle() {
        metrics.put("sync-time-max", 5_000.0);
        lease.assigned();

        assertThat(lease.look()).isEqualTo(now - 5 * SECOND + RUNS);
    }

    @Test
    void anAnswerThatTakesThePartitionsAwayIsNotBelieved() {
        lease.assigned();
        now += 20 * SECOND;
        lease.look();
        answer(1);
        long end = lease.look();
        assertThat(end).isLessThan(now);

        lease.lost();

        assertThat(lease.look()).isLessThanOrEqualTo(now);
        now += 60 * SECOND;
        assertThat(lease.look()).isLessThan(now);
    }

    @Test
    void withoutAnswersItEndsAndWithThemItGoesOn() {
        lease.assigned();
        for (int second = 0; second < 60; second++) {
            now += SECOND;
            answer(3);
            assertThat(lease.look()).isGreaterThan(now);
        }
        now += RUNS;
        assertThat(lease.look()).isLessThanOrEqualTo(now);
    }

    private void answer(double millis) {
        metrics.merge("heartbeat-total", 1.0, Double::sum);
        metrics.put("heartbeat-response-time-max", millis);
    }
}
