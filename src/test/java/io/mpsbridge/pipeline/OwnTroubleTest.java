package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trouble of single tasks beside others that are answered well. */
class OwnTroubleTest {

    private static final List<Verdict> TROUBLES = List.of(
            VirtualMps.NOT_FOUND,
            VirtualMps.REFUSED,
            VirtualMps.DOWN,
            VirtualMps.NO_URLS,
            new Verdict.Unavailable("LimitExceeded", "no more of it", "r"),
            new Verdict.Unavailable("http-503", "503", null));

    @Test
    void aTaskThatAlwaysFailsEndsSoonAfterItsDeadlineWithTheLastCodeWhileOthersAreAnsweredWell() {
        try (VirtualMps mps = beside("bad", VirtualMps.DOWN)) {
            mps.watchMany("good", 40).watch("bad", Duration.ofSeconds(20));

            mps.pass(Duration.ofSeconds(60));

            assertThat(mps.failure("bad").reason()).isEqualTo(FailureReason.DEADLINE_EXCEEDED);
            assertThat(mps.failure("bad").errorCode()).isEqualTo("InternalError");
            assertThat(mps.failure("bad").message()).contains("InternalError", "sorry");
            assertThat(mps.answeredAt.get("bad")).isBetween(20.0, 45.0);
            assertThat(mps.outcomes).hasSize(1);
        }
    }

    @Test
    void withoutOthersATaskNeverFailsForItsDeadlineByAnswersThatAreNone() {
        try (VirtualMps mps = beside("bad", VirtualMps.DOWN)) {
            mps.watchMany("bad", 3).watch("bad", Duration.ofSeconds(20));

            mps.pass(Duration.ofHours(3));

            assertThat(mps.outcomes).isEmpty();
            assertThat(mps.status().hold()).extracting(Hold::kind).isEqualTo(Hold.Kind.OUTAGE);
        }
    }

    /** Nobody can tell before whose trouble it is: the new one's answer does. */
    @Test
    void aTaskThatComesWhileOnlyTasksInTroubleAreInFlightIsAmongTheNextTwoProbes() {
        for (int millis = 0; millis < 4_000; millis += 300) {
            try (VirtualMps mps = beside("bad", VirtualMps.DOWN)) {
                mps.watchMany("bad", 15);
                mps.pass(Duration.ofSeconds(60).plusMillis(millis));
                assertThat(mps.status().hold()).isNotNull();
                double came = mps.seconds();

                mps.watch("good");
                mps.pass(Duration.ofSeconds(5));

                assertThat(mps.callsFor("good", came, came + 2.1)).isPositive();
                assertThat(mps.status().hold()).isNull();
            }
        }
    }

    /** Among others that answer well, so that nothing opens the breaker, whose closing would forgive. */
    @ParameterizedTest
    @ValueSource(ints = {5, 12, 40})
    void aTroubleOfOnesOwnThatIsOverIsNoticedWithinHalfOfWhatItLasted(int seconds) {
        for (Verdict trouble : TROUBLES) {
            try (VirtualMps mps = new VirtualMps((id, at) ->
                    id.startsWith("bad") && at.compareTo(Duration.ofSeconds(seconds)) < 0 ? trouble : VirtualMps.RUN)) {
                mps.watchMany("good", 5).watchMany("bad", 5);
                mps.pass(Duration.ofSeconds(seconds));
                mps.pass(Duration.ofSeconds(3).plusMillis(seconds * 500L));

                for (int i = 0; i < 5; i++) {
                    assertThat(mps.callsFor("bad" + i, seconds, Double.MAX_VALUE))
                            .as("of bad%d after %s", i, trouble)
                            .isPositive();
                }
            }
        }
    }

    /** A call that hangs holds its permit for ten seconds, and there are twice as many such tasks as permits. */
    @Test
    void aBurstOfTasksWhoseCallsHangStopsNoTaskThatLivesAndNoNewOneForLong() {
        try (VirtualMps mps = new VirtualMps(new Hanging())) {
            mps.watchMany("good", 5);
            mps.pass(Duration.ofSeconds(10));
            mps.watchMany("hang", 40);
            for (int i = 0; i < 60; i++) {
                mps.watch("new" + i);
                mps.pass(Duration.ofMillis(500));
                assertThat(mps.status().hold()).isNull();
            }

            for (double from = 10; from < 40; from += 6) {
                assertThat(mps.callsFor("good", from, from + 3))
                        .as("from %s", from)
                        .isPositive();
            }
            for (int i = 0; i < 36; i++) {
                double came = 10 + i * 0.5;
                assertThat(mps.callsFor("new" + i, came, came + 15))
                        .as("new%d, which came at %s", i, came)
                        .isPositive();
            }
            mps.pass(Duration.ofMinutes(2));
            for (int i = 0; i < 40; i++) {
                assertThat(mps.callsFor("hang" + i, 10, 160)).isPositive();
            }
        }
    }

    private static final class Hanging implements VirtualMps.Script {
        @Override
        public Verdict answer(String taskId, Duration sinceStart) {
            return taskId.startsWith("hang") ? new Verdict.Unavailable("timeout", "no answer", null) : VirtualMps.RUN;
        }

        @Override
        public Duration takes(String taskId, Duration sinceStart) {
            return taskId.startsWith("hang") ? Duration.ofSeconds(10) : Duration.ofMillis(20);
        }
    }

    @Test
    void eachEventOfATaskInTroubleEndsAfterItsOwnDeadline() {
        try (VirtualMps mps = beside("bad", VirtualMps.DOWN)) {
            mps.watchMany("good", 10);
            mps.watch("bad", Duration.ofSeconds(20)).watch("bad", Duration.ofSeconds(300));

            mps.pass(Duration.ofSeconds(200));
            assertThat(mps.outcomes).hasSize(1);
            mps.pass(Duration.ofSeconds(200));

            assertThat(mps.outcomes).hasSize(2);
            assertThat(mps.answeredAt.get("bad")).isBetween(300.0, 330.0);
        }
    }

    @Test
    void tasksInADozenTroublesOfTheirOwnEndAndTheOthersGoOnAsWithoutThem() {
        double without = delay(mps -> {});
        double with = delay(mps -> {
            for (int i = 0; i < 24; i++) {
                mps.watch("bad" + i, Duration.ofSeconds(30));
            }
        });

        assertThat(with).isLessThan(1.1 * without);
    }

    @Test
    void everyTaskInTroubleOfItsOwnHasItsRightEnd() {
        try (VirtualMps mps = beside("bad", null)) {
            mps.watchMany("good", 320);
            for (int i = 0; i < 24; i++) {
                mps.watch("bad" + i, Duration.ofSeconds(30));
            }

            mps.pass(Duration.ofMinutes(6));

            assertThat(mps.outcomes).hasSize(24);
            for (int i = 0; i < 24; i++) {
                FailureReason reason = mps.failure("bad" + i).reason();
                assertThat(reason)
                        .isIn(
                                FailureReason.DEADLINE_EXCEEDED,
                                FailureReason.TASK_NOT_FOUND,
                                FailureReason.RESULT_MALFORMED);
            }
        }
    }

    /** Ids of another account, known before the others come, so that their first polls are over. */
    @ParameterizedTest
    @ValueSource(ints = {100, 1_000})
    void idsOfAnotherAccountHoldUpNoTaskThatLives(int strangers) {
        double without = delay(mps -> {});
        double with = delay(mps -> {
            mps.watch("good");
            mps.pass(Duration.ofSeconds(2));
            for (int i = 0; i < strangers; i++) {
                mps.watch(VirtualMps.task("strange" + i, null, mps.mpsNow(), mps.mpsNow()));
            }
            mps.pass(Duration.ofSeconds(strangers / 18 + 5));
        });

        assertThat(with).isLessThan(1.1 * without);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20})
    void tasksThatAreAlwaysRefusedLeaveTheQuotaToTheOthers(int refused) {
        try (VirtualMps mps = beside("bad", VirtualMps.REFUSED)) {
            mps.watchMany("good", 200).watchMany("bad", refused);
            mps.pass(Duration.ofSeconds(30));

            mps.pass(Duration.ofSeconds(60));

            assertThat(mps.callsFor("good", 30, 90) / 60.0).isGreaterThan(18);
            assertThat(mps.status().hold()).isNull();
            assertThat(mps.status().tasksInTrouble()).isEqualTo(refused);
        }
    }

    @Test
    void aTaskThatAloneIsAlwaysThrottledNeitherComesFirstNorKeepsTheGuardUp() {
        try (VirtualMps mps = beside("bad", VirtualMps.THROTTLED)) {
            mps.watchMany("good", 200).watch("bad");
            mps.pass(Duration.ofSeconds(60));

            mps.pass(Duration.ofSeconds(60));

            assertThat(mps.callsFor("good", 60, 120) / 60.0).isGreaterThan(19);
            assertThat(mps.status().quota().guardMillis()).isZero();
        }
    }

    @Test
    void doneWithoutUrlsIsAskedAboutAgainForTheGraceAndThenBelieved() {
        try (VirtualMps mps = new VirtualMps(
                (id, at) -> id.equals("late") && at.toSeconds() >= 25 ? VirtualMps.DONE : VirtualMps.NO_URLS)) {
            mps.watch("late").watch("never");

            mps.pass(Duration.ofSeconds(90));

            assertThat(mps.failure("never").reason()).isEqualTo(FailureReason.RESULT_MALFORMED);
            assertThat(mps.answeredAt.get("never")).isBetween(60.0, 75.0);
            assertThat(mps.answeredAt.get("late")).isBetween(25.0, 60.0);
        }
    }

    @Test
    void noTaskFailsAsNotFoundBeforeAnotherWasAnsweredWell() {
        try (VirtualMps mps = new VirtualMps((id, at) -> id.equals("good") ? VirtualMps.RUN : VirtualMps.NOT_FOUND)) {
            mps.watchMany("bad", 15);
            mps.pass(Duration.ofMinutes(10));
            assertThat(mps.outcomes).isEmpty();

            mps.watch("good");
            mps.pass(Duration.ofMinutes(3));

            assertThat(mps.outcomes).hasSize(15);
        }
    }

    @Test
    void anUnknownStatusIsTakenAsUnfinishedAndCounted() {
        try (VirtualMps mps = new VirtualMps((id, at) -> new Verdict.Unfinished("TIMEOUT", "r"))) {
            mps.watch("a");

            mps.pass(Duration.ofSeconds(10));

            assertThat(mps.status().unknownStatuses()).isEqualTo(mps.calls.size());
            assertThat(mps.outcomes).isEmpty();
        }
    }

    /** The mean delay of 50 tasks that take 60 to 120 s, beside what else is there. */
    private static double delay(Consumer<VirtualMps> beside) {
        return IntStream.range(0, 8)
                .mapToDouble(seed -> delay(seed, beside))
                .average()
                .orElseThrow();
    }

    private static double delay(int seed, Consumer<VirtualMps> beside) {
        double[] ends = new double[50];
        Random random = new Random(seed);
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.RUN)) {
            mps.script = beside("bad", null).script;
            VirtualMps.Script others = mps.script;
            mps.script = (id, at) -> id.startsWith("live")
                    ? at.toMillis() / 1_000.0 < ends[Integer.parseInt(id.substring(4))]
                            ? VirtualMps.RUN
                            : VirtualMps.DONE
                    : id.startsWith("strange") ? VirtualMps.NOT_FOUND : others.answer(id, at);
            beside.accept(mps);
            for (int i = 0; i < ends.length; i++) {
                ends[i] = mps.seconds() + 60 + 60 * random.nextDouble();
                mps.watch("live" + i);
            }
            mps.pass(Duration.ofSeconds(200));
            double sum = 0;
            for (int i = 0; i < ends.length; i++) {
                sum += mps.answeredAt.get("live" + i) - ends[i];
            }
            return sum / ends.length;
        }
    }

    /** Tasks whose id begins so always get that verdict, or one of many, and all others run. */
    private static VirtualMps beside(String prefix, @Nullable Verdict trouble) {
        return new VirtualMps((id, at) -> {
            if (!id.startsWith(prefix)) {
                return VirtualMps.RUN;
            }
            return trouble != null ? trouble : TROUBLES.get(Math.floorMod(id.hashCode(), TROUBLES.size()));
        });
    }
}
