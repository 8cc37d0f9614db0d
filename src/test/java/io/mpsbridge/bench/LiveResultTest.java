package io.mpsbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.simulator.Ending;
import io.mpsbridge.simulator.Stats;
import io.mpsbridge.simulator.TaskReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveResultTest {

    private static final Instant START = Instant.parse("2026-11-28T00:00:00Z");
    private static final Stats STATS = new Stats(
            START,
            606,
            79,
            START,
            3,
            0,
            Map.of(),
            Map.of(),
            Map.of(),
            new Stats.TaskCounts(101, 101, 101, 101, 603),
            new Stats.Queue(0, 0, 101, 0, 0),
            new Stats.DetectionDelay(101, 0, 0, 0, 0));

    @Test
    void delaysAreThoseOfTheOriginalAndWhatCameWhileTheBridgeLearnedDoesNotCount() {
        // The first three minutes of the original are 45 seconds.
        List<TaskReport> tasks = new ArrayList<>(List.of(task(0, 1_000.0), task(45, 1_000.0)));
        for (int i = 1; i < 100; i++) {
            tasks.add(task(46, i / 100.0));
        }

        LiveResult result = LiveResult.of("loop", STATS, tasks, 4);

        assertThat(result).isEqualTo(new LiveResult("loop", 99, result.mean(), 2.0, 3.96, 6.0, 79, 3));
        assertThat(result.mean()).isBetween(1.999_999, 2.000_001);
    }

    @Test
    void anEndThatNobodyNoticedIsNoResult() {
        assertThatThrownBy(() -> LiveResult.of("loop", STATS, List.of(task(0, 1.0), task(1, null)), 4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("loop: 1 tasks without an answer");
    }

    private static TaskReport task(int createdSeconds, Double delay) {
        Instant at = START.plusSeconds(createdSeconds);
        return new TaskReport("t", at, at, at, Ending.DONE, 6, at, at, at, delay);
    }
}
