package io.mpsbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpsbridge.simulator.CallsPerSecond;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final Instant START = Instant.parse("2026-11-28T00:00:00Z");
    private static final long SECOND = 1_000_000_000L;
    private static final int QUOTA = 20;

    @Test
    void healthyTasksAloneCountAndALostOneIsAsLateAsTheWaitingWasLong() {
        var tasks = List.of(
                new RecoveryLoad.Task("a", 0, 2 * SECOND, false),
                new RecoveryLoad.Task("b", 0, 4 * SECOND, false),
                new RecoveryLoad.Task("odd", 0, SECOND, true));

        var recovery = recovery(tasks, List.of(), Map.of("a", 3 * SECOND), new GoodAnswers(), List.of());

        assertThat(recovery.delays()).containsExactly(1.0, 96.0);
        assertThat(recovery.lost()).isEqualTo(1);
        assertThat(recovery.doubled()).isEqualTo(1);
        assertThat(recovery.mean()).isCloseTo(48.5, within(1e-9));
        assertThat(recovery.p99()).isEqualTo(96);
    }

    @Test
    void theTwentiethGoodAnswerAndTheFirstVisibleEventCountFromTheEndOfEachTrouble() {
        var good = new GoodAnswers();
        good.add(7, SECOND);
        good.add(26, 12 * SECOND);
        good.add(27, 13 * SECOND);
        var tasks = List.of(new RecoveryLoad.Task("a", 0, SECOND, false));

        var recovery = recovery(tasks, List.of(10 * SECOND, 13 * SECOND), Map.of("a", 11 * SECOND), good, List.of());

        assertThat(recovery.twentieth()).containsExactly(3.0, 87.0);
        assertThat(recovery.visible()).containsExactly(1.0, 87.0);
    }

    @Test
    void theQuotaCountsInSecondsAloneInWhichItCouldBeUsedUp() {
        var tasks = IntStream.range(0, 30)
                .mapToObj(i -> new RecoveryLoad.Task("t" + i, i == 29 ? 40 * SECOND : i, 100 * SECOND, false))
                .toList();
        var calls =
                IntStream.range(0, 60).mapToObj(i -> i < 10 || i >= 40 ? 0 : 18).toList();

        var recovery = recovery(tasks, List.of(), Map.of(), new GoodAnswers(), calls);

        assertThat(recovery.quotaShare()).isCloseTo(0.9, within(1e-9));
        assertThat(recovery(tasks.subList(0, 22), List.of(), Map.of(), new GoodAnswers(), calls)
                        .quotaShare())
                .isNaN();
    }

    private static Recovery recovery(
            List<RecoveryLoad.Task> tasks,
            List<Long> ends,
            Map<String, Long> seenAt,
            GoodAnswers good,
            List<Integer> calls) {
        var perSecond = new CallsPerSecond(0, START, calls, Collections.nCopies(calls.size(), 0), calls);
        var answers = new OutcomeWatcher.Round(seenAt, seenAt.size() + 1, 0);
        var seen = new Recovery.Seen(tasks, ends, answers, good, perSecond, 100 * SECOND, 0);
        return Recovery.of(seen, QUOTA, START::plusNanos);
    }
}
