package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What hints that tasks may have ended do to polling, in virtual time. */
class HintedTasksTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aHintedTaskIsPolledAtOnceThoughHundredsAreDue() {
        try (VirtualMps mps = new VirtualMps(endingAt(30))) {
            mps.watchMany("other", 400).watch("mine");
            mps.pass(Duration.ofSeconds(30));

            assertThat(mps.hint("mine", "nobody's")).containsExactly("mine");
            mps.pass(Duration.ofSeconds(2));

            assertThat(mps.answeredAt.get("mine")).isBetween(30.0, 31.2);
        }
    }

    @Test
    void withoutAHintItWouldHaveWaitedForItsTurn() {
        try (VirtualMps mps = new VirtualMps(endingAt(30))) {
            mps.watchMany("other", 400).watch("mine");
            mps.pass(Duration.ofSeconds(32));

            assertThat(mps.answeredAt).doesNotContainKey("mine");
        }
    }

    @Test
    void noTaskIsPolledSoonerThanTheShortestIntervalAllowsHoweverOftenItIsHinted() {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.RUN)) {
            mps.watch("mine");
            for (int i = 0; i < 1_000; i++) {
                mps.hint("mine");
                mps.pass(Duration.ofMillis(10));
            }

            assertThat(mps.callsFor("mine", 0, 10)).isEqualTo(9);
            assertThat(shortestInterval(mps)).isGreaterThan(0.999);
        }
    }

    @Test
    void aHintThatCameTooEarlyLeavesTheTaskInThePlan() {
        try (VirtualMps mps = new VirtualMps(endingAt(20))) {
            mps.watchMany("other", 40).watch("mine");
            mps.pass(Duration.ofSeconds(10));
            mps.hint("mine");

            mps.pass(Duration.ofSeconds(30));

            assertThat(mps.answeredAt.get("mine")).isGreaterThan(20.0).isLessThan(25.0);
        }
    }

    @Test
    void aHintDuringAnOpenCallLeadsToOneMorePoll() {
        Map<String, Integer> asked = new HashMap<>();
        try (VirtualMps mps = new VirtualMps(new VirtualMps.Script() {
            @Override
            public Verdict answer(String taskId, Duration sinceStart) {
                asked.merge(taskId, 1, Integer::sum);
                return VirtualMps.RUN;
            }

            @Override
            public Duration takes(String taskId, Duration sinceStart) {
                return Duration.ofMillis(500);
            }
        })) {
            // So many that none has its turn again within a minute.
            mps.watchMany("other", 2_000).watch("mine");
            mps.pass(Duration.ofMillis(200));
            while (mps.status().open() == 0) {
                mps.pass(Duration.ofMillis(100));
            }
            mps.hint("mine");
            mps.pass(Duration.ofMillis(100));
            while (asked.getOrDefault("mine", 0) == 0) {
                mps.hint("mine");
                mps.pass(Duration.ofMillis(100));
            }
            int before = asked.get("mine");

            mps.pass(Duration.ofSeconds(3));

            assertThat(before).isEqualTo(1);
            assertThat(asked.get("mine")).isEqualTo(2);
        }
    }

    @Test
    void aFloodOfHintsTakesNeitherTheQuotaNorTheTurnsOfTasksWithoutHints() {
        try (VirtualMps flooded = new VirtualMps((id, at) -> VirtualMps.RUN)) {
            flooded.watchMany("hinted", 200).watchMany("quiet", 200);
            String[] ids = IntStream.range(0, 200).mapToObj(i -> "hinted" + i).toArray(String[]::new);
            for (int i = 0; i < 600; i++) {
                flooded.hint(ids);
                flooded.pass(Duration.ofMillis(100));
            }

            assertThat(peak(flooded)).isLessThanOrEqualTo(20);
            assertThat(flooded.calls).hasSizeGreaterThan(60 * 18);
            assertThat((double) flooded.callsFor("quiet", 10, 60) / flooded.callsFor("", 10, 60))
                    .isBetween(0.35, 0.5);
            for (int i = 0; i < 200; i++) {
                assertThat(flooded.callsFor("quiet" + i, 10, 60))
                        .as("quiet%d", i)
                        .isPositive();
            }
        }
    }

    @Test
    void hintsOpenNoCircuitBreakerAndLetNoTaskFailInAnOutage() {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.DOWN)) {
            mps.watchMany("task", 30);
            mps.pass(Duration.ofSeconds(20));
            assertThat(mps.status().hold()).isNotNull();
            double from = mps.seconds();
            String[] ids = IntStream.range(0, 30).mapToObj(i -> "task" + i).toArray(String[]::new);

            for (int i = 0; i < 100; i++) {
                mps.hint(ids);
                mps.pass(Duration.ofMillis(100));
            }

            assertThat(mps.callsFor("", from, from + 10)).as("probes alone").isLessThanOrEqualTo(11);
            assertThat(mps.outcomes).isEmpty();
        }
    }

    @Test
    void aTaskInTroubleOfItsOwnStaysBehindTheOthersThoughItIsHinted() {
        try (VirtualMps mps = new VirtualMps((id, at) -> id.startsWith("bad") ? VirtualMps.DOWN : VirtualMps.RUN)) {
            mps.watchMany("good", 100).watchMany("bad", 10);
            mps.pass(Duration.ofSeconds(60));
            String[] bad = IntStream.range(0, 10).mapToObj(i -> "bad" + i).toArray(String[]::new);

            for (int i = 0; i < 60; i++) {
                mps.hint(bad);
                mps.pass(SECOND);
            }

            assertThat(mps.callsFor("bad", 60, 120)).isBetween(40L, 60 * 20 / 15 + 2L);
        }
    }

    private static VirtualMps.Script endingAt(int second) {
        return (id, at) -> id.equals("mine") && at.toSeconds() >= second ? VirtualMps.DONE : VirtualMps.RUN;
    }

    private static double shortestInterval(VirtualMps mps) {
        List<Double> at =
                mps.calls.stream().map(VirtualMps.Call::second).sorted().toList();
        return IntStream.range(1, at.size())
                .mapToDouble(i -> at.get(i) - at.get(i - 1))
                .min()
                .orElseThrow();
    }

    /** The most calls whose answers came within one second; all take equally long. */
    private static long peak(VirtualMps mps) {
        List<Double> at =
                mps.calls.stream().map(VirtualMps.Call::second).sorted().toList();
        return Collections.max(at.stream()
                .map(from -> at.stream()
                        .filter(each -> each >= from && each < from + 1)
                        .count())
                .toList());
    }
}
