package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpsbridge.poll.PollSettings.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Example;

/** What a plan tells of the service's queues and of its tasks' places, beside what is true. */
final class QueueViewTest {

    private static final long SECOND = 1_000_000_000L;
    /** Close to where a nanosecond clock wraps. */
    private static final long START = Long.sum(Long.MAX_VALUE, -100 * SECOND);

    private static final PollSettings SETTINGS =
            new PollSettings(Policy.ADAPTIVE, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);
    private static final int BATCH = 600;
    /** Of the batch one starts each second, and runs for so long. */
    private static final int RUN_SECONDS = 20;

    private final PollPlan<Integer> plan = Plans.of(SETTINGS, 20);
    private final List<PlanEntry<Integer>> tasks = new ArrayList<>();
    private long now = START;

    @Example
    void ofAServiceThatSaysNothingOfPhasesNothingIsTold() {
        batch(5, "model");
        PlanEntry<Integer> asked = plan.take(now + SECOND);
        plan.unfinished(asked, Phase.UNKNOWN, now + SECOND, now + SECOND);
        assertThat(plan.queues()).isEmpty();
        assertThat(plan.position(asked, now)).isEqualTo(QueuePosition.UNKNOWN);
        assertThat(plan.position(tasks.get(4), now)).isEqualTo(QueuePosition.UNKNOWN);
    }

    @Example
    void whereNothingWaitsTasksAreCountedAndNoOrderIsTold() {
        batch(5, "model");
        PlanEntry<Integer> asked = plan.take(now + SECOND);
        plan.unfinished(asked, Phase.RUNNING, now + SECOND, now + SECOND);
        assertThat(plan.queues()).containsExactly(new QueueStatus("model", 0, 1, 4, null, null));
        assertThat(plan.position(asked, now)).isEqualTo(new QueuePosition(Phase.RUNNING, null, null));
        assertThat(plan.position(other(asked), now)).isEqualTo(QueuePosition.UNKNOWN);
    }

    @Example
    void theEndOfATaskThatRunsFollowsFromHowLongItsModelTakes() {
        for (int i = 0; i < 100; i++) {
            plan.learn("model", 39 * SECOND, 41 * SECOND);
        }
        batch(1, "model");
        PlanEntry<Integer> asked = plan.take(now + SECOND);
        plan.unfinished(asked, Phase.RUNNING, now + SECOND, now + SECOND);
        assertThat(seconds(plan.position(asked, now))).isCloseTo(40, within(2.0));
    }

    @Example
    void ofATaskThatHasOutlivedNearlyAllNoEndIsTold() {
        for (int i = 0; i < 100; i++) {
            plan.learn("model", 39 * SECOND, 41 * SECOND);
        }
        batch(1, "model");
        PlanEntry<Integer> asked = plan.take(now + 60 * SECOND);
        plan.unfinished(asked, Phase.RUNNING, now + 60 * SECOND, now + 60 * SECOND);
        assertThat(plan.position(asked, now)).isEqualTo(new QueuePosition(Phase.RUNNING, null, null));
    }

    @Example
    void eachModelHasItsQueueAndThoseWithoutOneShareOne() {
        batch(3, "b");
        batch(2, null);
        batch(1, "a");
        askAll(Phase.RUNNING);
        assertThat(plan.queues())
                .containsExactly(
                        new QueueStatus("a", 0, 1, 0, null, null),
                        new QueueStatus("b", 0, 3, 0, null, null),
                        new QueueStatus(null, 0, 2, 0, null, null));
    }

    @Example
    void replayedTasksOfAModelCountWithItsLiveOnes() {
        batch(3, "model");
        PlanEntry<Integer> replayed = new PlanEntry<>(-1, "model", now, -1, true);
        plan.add(replayed, now);
        tasks.add(replayed);
        askAll(Phase.RUNNING);
        assertThat(plan.queues()).containsExactly(new QueueStatus("model", 0, 4, 0, null, null));
        plan.remove(replayed);
        replayed.live();
        plan.returned(replayed, now);
        assertThat(plan.queues()).containsExactly(new QueueStatus("model", 0, 4, 0, null, null));
    }

    @Example
    void tasksThatLeftAreCountedNoMore() {
        batch(6, "model");
        askAll(Phase.WAITING);
        plan.ended(takeAt(now + 3 * SECOND), now, now);
        PlanEntry<Integer> gone = takeAt(now + 3 * SECOND);
        plan.remove(gone);
        plan.remove(gone);
        PlanEntry<Integer> failing = takeAt(now + 3 * SECOND);
        plan.failed(failing, new PollPlan.Failure(0, now + 9 * SECOND), now);
        assertThat(plan.queues()).singleElement().satisfies(queue -> {
            assertThat(queue.waiting()).isEqualTo(4);
            assertThat(queue.running() + queue.notAsked()).isZero();
        });
        tasks.forEach(plan::remove);
        assertThat(plan.queues()).isEmpty();
    }

    /** The error tells how far positions are off: two in three within it, nearly all within three times it. */
    @Example
    void positionsAndEndsInABatchAreCloseToTheTruth() {
        batch(BATCH, "model");
        int samples = 0;
        int withinOne = 0;
        int withinThree = 0;
        for (int second = 100; second < 500; second += 5) {
            runUntil(second, index -> index);
            QueueStatus.Estimate estimate = estimate();
            assertThat(Objects.requireNonNull(estimate.startsPerSecond())).isCloseTo(1, within(0.1));
            assertThat(estimate.waiting()).isCloseTo(BATCH - second, within(5));
            for (int index = second + 30; index < BATCH; index += 40) {
                QueuePosition position = plan.position(tasks.get(index), now);
                assertThat(position.phase()).isEqualTo(Phase.WAITING);
                double off = Math.abs(Objects.requireNonNull(position.before()) - (index - second - 1));
                samples++;
                withinOne += off <= estimate.positionError() + 0.5 ? 1 : 0;
                withinThree += off <= 3 * estimate.positionError() + 0.5 ? 1 : 0;
                double left = index + RUN_SECONDS - second;
                assertThat(seconds(position) - second).isCloseTo(left, within(10 + 0.1 * left));
            }
        }
        assertThat((double) withinOne / samples).isGreaterThan(0.5);
        assertThat((double) withinThree / samples).isGreaterThan(0.9);
    }

    @Example
    void whatStartedHasNoPositionAndAnEnd() {
        batch(BATCH, "model");
        runUntil(200, index -> index);
        PlanEntry<Integer> runs = tasks.get(190);
        assertThat(plan.position(runs, now).phase()).isEqualTo(Phase.RUNNING);
        assertThat(plan.position(runs, now).before()).isNull();
        assertThat(seconds(plan.position(runs, now))).isCloseTo(190 + RUN_SECONDS, within(12.0));
    }

    @Example
    void whereTasksStartInAnyOrderNoPositionIsTold() {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            starts.add(i);
        }
        Collections.shuffle(starts, new Random(5));
        batch(BATCH, "model");
        runUntil(200, starts::get);
        QueueStatus queue = plan.queues().get(0);
        assertThat(queue.orderWeight()).isLessThan(0.5);
        assertThat(queue.estimate()).isNull();
        PlanEntry<Integer> waits = tasks.get(starts.indexOf(BATCH - 1));
        assertThat(waits.answered()).isEqualTo(Phase.WAITING);
        assertThat(plan.position(waits, now)).isEqualTo(new QueuePosition(Phase.WAITING, null, null));
    }

    private interface Starts {
        int second(int index);
    }

    /** Lets twenty requests a second leave, about a task that starts at its second and runs for twenty. */
    private void runUntil(int second, Starts starts) {
        while (now - START < second * SECOND) {
            now += SECOND / 20;
            if (plan.waitNanos(now) > 0) {
                continue;
            }
            PlanEntry<Integer> task = plan.take(now);
            double since = (now - START) / (double) SECOND - starts.second(task.payload());
            if (since >= RUN_SECONDS) {
                plan.ended(task, now, now);
            } else {
                plan.unfinished(task, since < 0 ? Phase.WAITING : Phase.RUNNING, now, now);
            }
        }
    }

    private QueueStatus.Estimate estimate() {
        return Objects.requireNonNull(plan.queues().get(0).estimate());
    }

    private void batch(int count, String model) {
        for (int i = 0; i < count; i++) {
            PlanEntry<Integer> task = new PlanEntry<>(tasks.size(), model, now + tasks.size(), tasks.size(), false);
            tasks.add(task);
            plan.add(task, now);
        }
    }

    private void askAll(Phase phase) {
        now += 2 * SECOND;
        List<PlanEntry<Integer>> taken = new ArrayList<>();
        while (plan.waitNanos(now) == 0) {
            taken.add(plan.take(now));
        }
        assertThat(taken).hasSameSizeAs(tasks);
        taken.forEach(task -> plan.unfinished(task, phase, now, now));
    }

    private PlanEntry<Integer> takeAt(long at) {
        now = at;
        plan.waitNanos(now);
        return plan.take(now);
    }

    private PlanEntry<Integer> other(PlanEntry<Integer> than) {
        return tasks.get(than == tasks.get(0) ? 1 : 0);
    }

    /** Since the start. */
    private static double seconds(QueuePosition position) {
        return (Objects.requireNonNull(position.endNanos()) - START) / (double) SECOND;
    }
}
