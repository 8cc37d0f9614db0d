package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Trouble of the service, and what comes after it. */
class ServiceTroubleTest {

    private static final List<Verdict> OURS_OR_THEIRS = List.of(VirtualMps.DOWN, VirtualMps.REFUSED);

    @Example
    void afterErrorsRefusalsAndHangsOfEightSecondsTwentyGoodAnswersAreThereWithinThree() {
        for (Verdict trouble : OURS_OR_THEIRS) {
            assertThat(recovery(trouble, Duration.ofMillis(20)))
                    .as("%s", trouble)
                    .isLessThan(3.0);
        }
        // Calls that are open when the trouble ends time out after ten seconds.
        assertThat(recovery(VirtualMps.DOWN, Duration.ofSeconds(10))).isLessThan(13.0);
    }

    /** Seconds from the end of the trouble to the 20th good answer. */
    private static double recovery(Verdict trouble, Duration takes) {
        try (VirtualMps mps = new VirtualMps(new VirtualMps.Script() {
            @Override
            public Verdict answer(String taskId, Duration at) {
                return isTrouble(at) ? trouble : VirtualMps.RUN;
            }

            @Override
            public Duration takes(String taskId, Duration at) {
                return isTrouble(at) ? takes : Duration.ofMillis(20);
            }

            private boolean isTrouble(Duration at) {
                return at.toSeconds() >= 30 && at.toSeconds() < 38;
            }
        })) {
            mps.watchMany("t", 200);
            mps.pass(Duration.ofSeconds(90));
            return mps.calls.stream()
                            .filter(call -> call.verdict() == VirtualMps.RUN && call.second() >= 38)
                            .skip(19)
                            .findFirst()
                            .orElseThrow()
                            .second()
                    - 38;
        }
    }

    @Example
    void aFifthOfTheAnswersThatFailsAtRandomCostsNoQuotaAndLittleTime() {
        double well = 0;
        double failing = 0;
        for (int seed = 1; seed <= 4; seed++) {
            well += delay(0, seed);
            failing += delay(0.2, seed);
        }

        assertThat(failing).isLessThan(1.4 * well);
    }

    /** The mean delay where that share of the answers fails; asserts that the quota is used. */
    private static double delay(double share, int seed) {
        Random random = new Random(seed);
        double[] ends = new double[400];
        Arrays.setAll(ends, i -> 20 + i / 4.0 + 20 * random.nextDouble());
        try (VirtualMps mps = new VirtualMps((id, at) -> {
            if (random.nextDouble() < share) {
                return VirtualMps.DOWN;
            }
            if (!id.startsWith("t")) {
                return VirtualMps.RUN;
            }
            boolean over = at.toMillis() / 1_000.0 >= ends[Integer.parseInt(id.substring(1))];
            return over ? VirtualMps.DONE : VirtualMps.RUN;
        })) {
            mps.watchMany("stuck", 60);
            for (int i = 0; i < ends.length; i++) {
                mps.watch("t" + i);
                mps.pass(Duration.ofMillis(250));
            }
            assertThat(mps.callsFor("", 20, 100) / 80.0).isGreaterThan(0.95 * 20 / 1.02);
            mps.pass(Duration.ofMinutes(2));
            double sum = 0;
            for (int i = 0; i < ends.length; i++) {
                sum += mps.answeredAt.get("t" + i) - ends[i];
            }
            return sum / ends.length;
        }
    }

    /** Spells of trouble of any kind and length, with tasks in trouble of their own beside. */
    @Property(tries = 25)
    void pollingIsHeldOnlyWhileNoTaskGetsAGoodAnswerAndIsBackSoonAfterItsEnd(@ForAll long seed) {
        Random random = new Random(seed);
        double[] turns = new double[8];
        double at = 0;
        for (int i = 0; i < turns.length; i++) {
            at += 6 + 15 * random.nextDouble();
            turns[i] = at;
        }
        Verdict[] spells = new Verdict[turns.length];
        Arrays.setAll(spells, i -> i % 2 == 0 ? null : OURS_OR_THEIRS.get(random.nextInt(2)));
        try (VirtualMps mps = new VirtualMps((id, since) -> {
            Verdict spell = spell(turns, spells, since.toMillis() / 1_000.0);
            return spell != null ? spell : id.startsWith("bad") ? VirtualMps.REFUSED : VirtualMps.RUN;
        })) {
            mps.watchMany("good", 1 + random.nextInt(60)).watchMany("bad", random.nextInt(30));
            for (double second = 0; second < at; second += 0.25) {
                mps.pass(Duration.ofMillis(250));
                double now = mps.seconds();
                long goods = mps.calls.stream()
                        .filter(call -> call.verdict() == VirtualMps.RUN && call.second() > now - 1.5)
                        .count();
                if (mps.status().breaker() == BreakerPosition.OPEN) {
                    assertThat(goods).as("good answers before %s s", now).isZero();
                }
                if (wellSince(turns, spells, now) > 3.5) {
                    assertThat(mps.status().breaker()).as("%s s", now).isNotEqualTo(BreakerPosition.OPEN);
                }
            }
            assertThat(mps.outcomes).isEmpty();
        }
    }

    private static @Nullable Verdict spell(double[] turns, Verdict[] spells, double second) {
        for (int i = 0; i < turns.length; i++) {
            if (second < turns[i]) {
                return spells[i];
            }
        }
        return null;
    }

    /** For how long the service has been well, 0 if it is not. */
    private static double wellSince(double[] turns, Verdict[] spells, double second) {
        double from = 0;
        for (int i = 0; i < turns.length; i++) {
            if (second < turns[i]) {
                return spells[i] == null ? second - from : 0;
            }
            from = turns[i];
        }
        return 0;
    }
}
