package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.poll.Phase;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tasks that the plan takes to be waiting, their places and their deadlines: a batch, of which one task starts each
 * second and runs for 20, in the order of their ids.
 */
class WaitingTasksTest {

    private static final Verdict WAIT = new Verdict.Unfinished("WAIT", "r");
    private static final int BATCH = 2_000;
    private static final Duration LOADED = Duration.ofMinutes(5);

    /** It started out of turn, and ends half a minute before its deadline at 600 seconds. */
    private static final String EARLY = "early";

    @Test
    void whereTasksStandInTheQueueIsTold() {
        try (VirtualMps mps = loaded()) {
            Map<String, TaskPosition> positions = mps.positions("0295", "0600", "gone");

            assertThat(positions).containsOnlyKeys("0295", "0600");
            assertThat(positions.get("0295").phase()).isEqualTo(Phase.RUNNING);
            assertThat(positions.get("0295").before()).isNull();
            TaskPosition waits = positions.get("0600");
            assertThat(waits.phase()).isEqualTo(Phase.WAITING);
            assertThat(waits.before()).isBetween(290, 310);
            assertThat(waits.endsAt()).isBetween(VirtualMps.START.plusSeconds(590), VirtualMps.START.plusSeconds(650));
            assertThat(mps.status().queues()).hasSize(1);
        }
    }

    @Test
    void aTaskThatIsPresumedToWaitIsLookedAtShortlyBeforeItsDeadline() {
        try (VirtualMps mps = loaded()) {
            mps.watch(EARLY, Duration.ofMinutes(5));

            mps.pass(Duration.ofSeconds(302));

            assertThat(mps.outcomes)
                    .filteredOn(each -> each.task().taskId().equals(EARLY))
                    .singleElement()
                    .isInstanceOf(TaskOutcome.Completed.class);
            assertThat(mps.answeredAt.get(EARLY)).isLessThan(600);
        }
    }

    @Test
    void oneThatStillWaitsFailsShortlyAfterItsDeadline() {
        try (VirtualMps mps = loaded()) {
            for (int i = 0; i < 20; i++) {
                mps.watch("9999-" + i, Duration.ofSeconds(200 + 20 * i));
            }

            mps.pass(Duration.ofSeconds(620));

            for (int i = 0; i < 20; i++) {
                assertThat(mps.failure("9999-" + i).reason()).isEqualTo(FailureReason.DEADLINE_EXCEEDED);
                assertThat(mps.answeredAt.get("9999-" + i)).isBetween(500.0 + 20 * i, 503.0 + 20 * i);
            }
        }
    }

    @Test
    void deadlinesOfThousandsAtTheSameMomentHardlyDelayTheOthers() {
        assertThat(delayBesideThousands(Duration.ofSeconds(200)))
                .isLessThan(1.5 * delayBesideThousands(Duration.ofHours(1)));
    }

    /** The mean delay of the batch's tasks that end from 480 to 600 seconds. */
    private static double delayBesideThousands(Duration deadline) {
        try (VirtualMps mps = loaded()) {
            for (int i = 0; i < 5_000; i++) {
                mps.watch("9999-" + i, deadline);
            }
            mps.pass(Duration.ofSeconds(400));
            return IntStream.range(460, 580)
                    .mapToDouble(i -> mps.answeredAt.get(String.format("%04d", i)) - (i + 20))
                    .average()
                    .orElseThrow();
        }
    }

    private static VirtualMps loaded() {
        VirtualMps mps = new VirtualMps((id, at) -> answer(id, at.toMillis() / 1_000.0));
        for (int i = 0; i < BATCH; i++) {
            mps.watch(String.format("%04d", i));
        }
        mps.pass(LOADED);
        return mps;
    }

    private static Verdict answer(String id, double second) {
        double start = id.equals(EARLY) ? 550 : Integer.parseInt(id.substring(0, 4));
        if (second < start) {
            return WAIT;
        }
        return second < start + 20 ? VirtualMps.RUN : VirtualMps.DONE;
    }
}
