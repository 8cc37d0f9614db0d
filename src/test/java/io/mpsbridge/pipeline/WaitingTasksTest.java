package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.poll.Phase;
import io.mpsbridge.task.Verdict;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Tasks that the plan takes to be waiting and their places: a batch, of which one task starts each second and runs for
 * 20, in the order of their ids.
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
