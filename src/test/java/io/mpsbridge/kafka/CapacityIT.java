package io.mpsbridge.kafka;

import static io.mpsbridge.kafka.LoopRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Accepted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Far more answered, and far more in flight, in one partition than a commit's metadata has characters. */
@Isolated // it measures the heap of the JVM
class CapacityIT {

    private static final int BEHIND = Integer.getInteger("capacity.tasks", 100_000);
    private static final int STEP = 10_000;
    private static final long FLAT_BYTES = 16L << 20;

    @Test
    void aReplicaWithoutAPermitLetsNothingInUntilItHasOne() {
        try (LoopRig rig = new LoopRig(Protocol.SHARED, 1)) {
            rig.events(0, 10);
            LoopReplica replica = rig.start(
                    "a", script -> script.listener().endsAtOnce(task -> true).hasPermits(false));

            await(() -> replica.isPaused(0, PauseReason.NO_PERMIT), "a pause for want of a permit");
            assertThat(replica.listener().watched()).isZero();
            replica.listener().hasPermits(true);

            assertThat(rig.awaitAnswers(10).countsByTaskId()).hasSize(10);
        }
    }

    @Test
    void oneStuckTaskCostsNothingAndOfAllThatEndedBehindItNothingIsAskedAboutAgain() {
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1)) {
            LoopReplica first = rig.start(
                    "a",
                    script -> script.listener()
                            .endsAtOnce(task -> !task.task().taskId().equals("task-0")));
            rig.events(0, 1 + STEP);
            await(() -> first.totals().completed() == STEP, "the first tasks end");
            long early = usedBytes();
            for (int sent = STEP; sent < BEHIND; sent += STEP) {
                int all = sent + STEP;
                rig.events(1 + sent, 1 + all);
                await(() -> first.totals().completed() == all, () -> all + " tasks end; " + first.status());
            }
            long late = usedBytes();
            int metadata = rig.committed(0).metadata().length();
            assertThat(first.partition(0)).get().satisfies(partition -> {
                assertThat(partition.tasks()).isEqualTo(1);
                assertThat(partition.watermark()).isZero();
                assertThat(partition.pause()).isNull();
            });
            first.kill();

            LoopReplica second = rig.start("a");
            rig.events(1 + BEHIND, 2 + BEHIND);
            second.awaitOpen(2);

            System.out.printf(
                    "one stuck task, %d ended behind it: heap %+d kB from %d to %d of them, metadata %d characters,"
                            + " after a kill %d asked about again%n",
                    BEHIND,
                    (late - early) >> 10,
                    STEP,
                    BEHIND,
                    metadata,
                    second.listener().watched() - 2);
            assertThat(second.listener().openIds()).containsExactly("task-0", "task-" + (1 + BEHIND));
            assertThat(second.listener().watched()).isEqualTo(2);
            assertThat(metadata).isLessThanOrEqualTo(4096);
            assertThat(late - early).isLessThan(FLAT_BYTES);
            second.listener().endAll();
            await(() -> second.totals().completed() == 2, "the last two end");
            assertThat(rig.answers().countsByTaskId()).hasSize(2 + BEHIND).doesNotContainValue(2);
        }
    }

    @Test
    void fiveThousandInFlightEndInAnyOrderAndIntakePausesAndGoesOnByItself() {
        int all = 20_000;
        int limit = 1024;
        Random random = new Random(3);
        try (LoopRig rig = new LoopRig(Protocol.STANDBY, 1).maxInFlight(5_000).metadataLimit(limit)) {
            LoopReplica replica = rig.start("a");
            rig.events(0, all);
            replica.awaitOpen(5_000);
            await(() -> replica.isPaused(0, PauseReason.TASKS_FULL), "a pause because so many are in flight");

            // All but the oldest: what is not over spans ever more, until its map has no room.
            end(replica, replica.listener().open().subList(2_000, 5_000), random);
            await(() -> replica.isPaused(0, PauseReason.OFFSETS_FULL), "a pause for want of room in the metadata");
            long before = replica.listener().watched();
            int longest = rig.committed(0).metadata().length();
            end(replica, replica.listener().open().subList(0, 2_000), random);
            await(() -> replica.listener().watched() > before, "intake goes on");

            while (replica.totals().completed() < all) {
                await(
                        () -> !replica.listener().open().isEmpty()
                                || replica.totals().completed() == all,
                        () -> "something to end; " + replica.status());
                List<Accepted> open = new ArrayList<>(replica.listener().open());
                Collections.shuffle(open, random);
                end(replica, open.subList(0, Math.min(open.size(), 1 + random.nextInt(2_000))), random);
                longest = Math.max(longest, rig.committed(0).metadata().length());
                assertThat(replica.status().tasks()).isLessThanOrEqualTo(5_000);
            }

            System.out.printf(
                    "5,000 in flight in random order: metadata at most %d of %d characters%n", longest, limit);
            assertThat(longest).isBetween(limit / 2, limit);
            assertThat(replica.totals().rebuilds()).isZero();
            assertThat(rig.answers().countsByTaskId()).hasSize(all).doesNotContainValue(2);
        }
    }

    private static void end(LoopReplica replica, List<Accepted> tasks, Random random) {
        List<Accepted> mixed = new ArrayList<>(tasks);
        Collections.shuffle(mixed, random);
        mixed.forEach(replica.listener()::end);
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
