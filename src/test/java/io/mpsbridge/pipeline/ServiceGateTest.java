package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Lineage;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServiceGateTest {

    private static final Instant WALL = Instant.parse("2026-11-24T10:00:00Z");
    private static final long SECOND = 1_000_000_000;
    private static final int SHARE = 20;
    private static final Verdict.Unavailable DOWN = new Verdict.Unavailable("http-503", "503", null);
    private static final Verdict.Refused REFUSED = new Verdict.Refused("AuthFailure", "no such key", "r");
    private static final Verdict.NotFound NOT_FOUND = new Verdict.NotFound("ResourceNotFound", "no such task", "r");

    private final ServiceGate gate = new ServiceGate();
    private long now = 100 * SECOND;

    @Test
    void fewerFailuresThanAnOutageTakesAreEachTasksOwn() {
        for (int i = 0; i < 5; i++) {
            down(ServiceGate.IN_A_ROW - 1);
            good();
        }
        assertThat(gate.hold()).isEmpty();
        assertThat(gate.waitNanos(now, 7)).isZero();
    }

    @Test
    void anOutageLetsOneProbeOutAtATimeEverMoreRarely() {
        down(ServiceGate.IN_A_ROW);

        assertThat(gate.hold()).map(Hold::kind).contains(Hold.Kind.OUTAGE);
        assertThat(gate.waitNanos(now, 3)).isEqualTo(Long.MAX_VALUE);
        assertThat(gate.waitNanos(now, 0)).isEqualTo(SECOND);
        for (long pause = 2; pause <= 8; pause *= 2) {
            probe();
            gate.unavailable(DOWN, answered());
            assertThat(gate.waitNanos(now, 0)).isEqualTo(pause * SECOND);
        }
        probe();
        gate.unavailable(DOWN, answered());
        assertThat(gate.waitNanos(now, 0)).isEqualTo(10 * SECOND);
    }

    @Test
    void whatWasSentBeforeTheHoldNeitherEndsItNorMakesItLonger() {
        long early = now;
        down(ServiceGate.IN_A_ROW);
        long probeIn = gate.probeIn(now);

        gate.good(new ServiceGate.When(early, now, WALL), SHARE);
        gate.unavailable(DOWN, new ServiceGate.When(early, now, WALL));

        assertThat(gate.hold()).isPresent();
        assertThat(gate.probeIn(now)).isEqualTo(probeIn);
    }

    @Test
    void aRelapseWhileTheGateOpensClosesItAtOnce() {
        down(ServiceGate.IN_A_ROW);
        probe();
        good();
        assertThat(gate.hold()).isEmpty();
        assertThat(gate.isOpening(now, 1)).isTrue();

        gate.unavailable(DOWN, answered());

        assertThat(gate.hold()).isPresent();
        assertThat(gate.isOpening(now, 1)).isFalse();
        assertThat(gate.probeIn(now)).isEqualTo(SECOND);
    }

    @Test
    void theGateOpensTwiceAsWideEachSecondAndNoWiderWithoutAGoodAnswer() {
        gate.refused(REFUSED, answered());
        probe();
        good();
        for (int rate = 2; rate < SHARE; rate *= 2) {
            gate.left(now, 0);
            assertThat(gate.waitNanos(now, 0)).isEqualTo(SECOND / rate);
            now += 10 * SECOND;
            assertThat(gate.isOpening(now, 1)).isTrue();
            good();
        }
        gate.left(now, 0);
        assertThat(gate.isOpening(now, 1)).isFalse();
        assertThat(gate.waitNanos(now, 15)).isZero();
    }

    @Test
    void aGateThatOpensIsOpenOnceNobodyWantsTheTurnThatItGives() {
        gate.refused(REFUSED, answered());
        probe();
        good();
        now += SECOND / 2;
        assertThat(gate.isOpening(now, 0)).isTrue();

        now += SECOND / 2;

        assertThat(gate.isOpening(now, 1)).as("a call is open").isTrue();
        assertThat(gate.isOpening(now, 0)).isFalse();
        for (int burst = 0; burst < SHARE; burst++) {
            assertThat(gate.waitNanos(now, burst)).isZero();
            gate.left(now, burst);
        }
        assertThat(gate.isOpening(now, SHARE)).isFalse();
    }

    @Test
    void aRefusalDuringAnOutageIsTold() {
        down(ServiceGate.IN_A_ROW);
        probe();
        gate.refused(REFUSED, answered());

        assertThat(gate.hold()).map(Hold::kind).contains(Hold.Kind.SUSPENDED);
        assertThat(gate.hold()).map(Hold::code).contains("AuthFailure");
    }

    @Test
    void anUnknownTaskShowsThatTheServiceAnswersAndTheCredentialsAreAccepted() {
        gate.refused(REFUSED, answered());
        probe();

        assertThat(gate.notFound(NOT_FOUND, watch("young"), answered(), SHARE)).isFalse();
        assertThat(gate.hold()).isEmpty();
    }

    @Test
    void oneTaskNotFoundAgainAndAgainIsNotMany() {
        Watch watch = watch("bad");
        for (int i = 0; i < 100; i++) {
            assertThat(gate.notFound(NOT_FOUND, watch, answered(), SHARE)).isFalse();
            watch.notFound(gate.flowed(now));
        }
        assertThat(gate.hold()).isEmpty();
    }

    @Test
    void manyTasksNotFoundAreOurDoingOnlyWithoutAGoodAnswerBetween() {
        for (int i = 0; i < 100; i++) {
            assertThat(gate.notFound(NOT_FOUND, watch("bad" + i), answered(), SHARE))
                    .isFalse();
            if (i % 10 == 9) {
                good();
            }
        }
        for (int i = 1; i < ServiceGate.IN_A_ROW; i++) {
            assertThat(gate.notFound(NOT_FOUND, watch("more" + i), answered(), SHARE))
                    .isFalse();
        }
        assertThat(gate.notFound(NOT_FOUND, watch("last"), answered(), SHARE)).isTrue();
        assertThat(gate.hold()).map(Hold::kind).contains(Hold.Kind.SUSPENDED);
    }

    @Test
    void onlyAGoodAnswerRefutesThatTheAccountIsWrong() {
        Watch alive = watch("alive");
        alive.unfinished("RUN", WALL);
        assertThat(gate.notFound(NOT_FOUND, alive, answered(), SHARE)).isTrue();
        alive.notFound(gate.flowed(now));

        probe();
        assertThat(gate.notFound(NOT_FOUND, watch("young"), answered(), SHARE)).isTrue();
        probe();
        gate.unavailable(DOWN, answered());
        assertThat(gate.hold()).map(Hold::kind).contains(Hold.Kind.SUSPENDED);

        probe();
        good();
        assertThat(gate.notFound(NOT_FOUND, alive, answered(), SHARE)).isFalse();
    }

    @Test
    void theClockOfGracesStandsStillWhileHeld() {
        long before = gate.flowed(now);
        now += 5 * SECOND;
        gate.refused(REFUSED, answered());
        now += 100 * SECOND;
        assertThat(gate.flowed(now) - before).isEqualTo(5 * SECOND);
        now += 100 * SECOND;
        good();
        now += 7 * SECOND;
        assertThat(gate.flowed(now) - before).isEqualTo(12 * SECOND);
    }

    /** The plan would learn that it had ended then. */
    @Test
    void aTaskGivenUpAtItsDeadlineTeachesNothing() {
        Watch watch = watch("late");
        PipelineSettings settings =
                new PipelineSettings(Duration.ofHours(1), Duration.ofDays(7), Duration.ofSeconds(60));
        Polled polled = new Polled(watch, WALL.plus(Duration.ofHours(2)), now, new Verdict.Unfinished("RUN", "r"));

        Assessment.Result result = new Assessment(settings, gate, polled, answered(), SHARE).result();

        assertThat(result.answers()).hasSize(1);
        assertThat(result.next()).isEqualTo(Assessment.Next.GIVEN_UP);
    }

    private void down(int times) {
        for (int i = 0; i < times; i++) {
            gate.unavailable(DOWN, answered());
        }
    }

    private void good() {
        gate.good(answered(), SHARE);
    }

    private void probe() {
        now += gate.waitNanos(now, 0);
        gate.left(now, 0);
    }

    private ServiceGate.When answered() {
        return new ServiceGate.When(now, now, WALL);
    }

    private static Watch watch(String taskId) {
        Lineage lineage = new Lineage("topic", "topic/0/1", 0, 0, null, null, null, null, null);
        TaskCreated task = new TaskCreated(taskId, null, null, null, null, WALL, WALL, lineage);
        return new Watch(new Accepted(new Origin(0, 1, 1, 10), task), 0);
    }
}
