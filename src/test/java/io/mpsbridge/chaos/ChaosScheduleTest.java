package io.mpsbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChaosScheduleTest {
    private static final Duration LENGTH = Duration.ofSeconds(100);

    @Test
    void aSeedRepeatsItsScheduleAndAnotherMakesAnother() {
        assertThat(ChaosSchedule.of(7, LENGTH, 20)).isEqualTo(ChaosSchedule.of(7, LENGTH, 20));
        assertThat(ChaosSchedule.of(7, LENGTH, 20).steps())
                .isNotEqualTo(ChaosSchedule.of(8, LENGTH, 20).steps());
    }

    @Test
    void everyKindOfFaultComesBeforeAnyComesAgain() {
        int kinds = Disturbance.values().length;

        var first = ChaosSchedule.of(7, LENGTH, 2 * kinds).steps().stream()
                .limit(kinds)
                .map(ChaosSchedule.Step::disturbance)
                .collect(Collectors.toSet());

        assertThat(first).containsExactlyInAnyOrder(Disturbance.values());
    }
}
