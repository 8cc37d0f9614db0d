package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.poll.PollSettings.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class DeadlineLooksTest {

    private static final long SECOND = 1_000_000_000L;
    /** Close to where a nanosecond clock wraps. */
    private static final long START = Long.sum(Long.MAX_VALUE, -100 * SECOND);

    private static final long DEADLINE = START + 300 * SECOND;
    private static final PollSettings SETTINGS =
            new PollSettings(Policy.ADAPTIVE, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);

    private final DeadlineLooks<String> looks = new DeadlineLooks<>();

    @Example
    void aTaskIsLookedAtTwoSecondsBeforeItsDeadlineAndOneAfter() {
        PlanEntry<String> task = task(1);
        looks.add(task);
        assertThat(looks.due(DEADLINE - 2 * SECOND - 1)).isNull();
        assertThat(looks.due(DEADLINE - 2 * SECOND)).isSameAs(task);
        askedAt(task, DEADLINE - 2 * SECOND);
        assertThat(looks.due(DEADLINE + SECOND - 1)).isNull();
        assertThat(looks.due(DEADLINE + SECOND)).isSameAs(task);
        askedAt(task, DEADLINE + SECOND);
        assertThat(looks.due(DEADLINE + 3_600 * SECOND)).isNull();
    }

    @Example
    void whoWasAskedAboutAnywayNeedsNoLook() {
        PlanEntry<String> task = task(1);
        looks.add(task);
        askedAt(task, DEADLINE - SECOND);
        assertThat(looks.due(DEADLINE)).isNull();
        askedAt(task, DEADLINE + 2 * SECOND);
        assertThat(looks.due(DEADLINE + 3_600 * SECOND)).isNull();
    }

    @Example
    void noLookComesBeforeTheTaskMayBeAskedAboutAgain() {
        PlanEntry<String> task = task(1);
        askedAt(task, DEADLINE - 5 * SECOND / 2);
        assertThat(looks.due(DEADLINE - 2 * SECOND)).isNull();
        assertThat(looks.due(DEADLINE - 3 * SECOND / 2)).isSameAs(task);
    }

    @Example
    void aTaskWithoutADeadlineIsNotLookedAt() {
        looks.add(new PlanEntry<>("task", null, START, 1, false));
        assertThat(looks.due(START + (1L << 60))).isNull();
    }

    @Example
    void anEarlierDeadlineOfAWaitingTaskCountsAtOnce() {
        AdaptivePlan<String> plan = plan();
        PlanEntry<String> task = task(1);
        plan.add(task, START);
        for (int i = 0; i < 50; i++) {
            plan.add(new PlanEntry<>("other", null, START - SECOND, i, false), START);
        }
        plan.deadline(task, START + 10 * SECOND);
        assertThat(takenIn(plan, 5, START + 8 * SECOND)).contains(task);
    }

    /** Deadlines of ten thousand at one moment get a fifth of the turns, in their order; the others have theirs. */
    @Example
    void deadlinesAtTheSameMomentTakeAFifthOfTheTurns() {
        AdaptivePlan<String> plan = plan();
        for (int i = 0; i < 100; i++) {
            plan.learn(null, 19 * SECOND, 21 * SECOND);
        }
        List<PlanEntry<String>> due = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            PlanEntry<String> task = new PlanEntry<>("due", null, START + i, i, false);
            plan.deadline(task, DEADLINE + i * SECOND / 10_000);
            due.add(task);
            // Older by far: what is expected of it comes first.
            plan.add(new PlanEntry<>("other", null, START - 10 * SECOND, i, false), START);
            plan.add(task, START);
        }
        List<PlanEntry<String>> taken = takenIn(plan, 1_000, DEADLINE + 2 * SECOND);
        taken.removeIf(each -> each.payload().equals("other"));
        assertThat(taken).hasSizeBetween(200, 260).containsAll(due.subList(0, 200));
    }

    /** Whatever happens to them, tasks with deadlines are in the plan or not, and leave it when they are taken. */
    @Property(tries = 100)
    void deadlinesThatMoveLoseNoTask(@ForAll long seed) {
        PollPlan<String> plan = Plans.of(SETTINGS, 20);
        Random random = new Random(seed);
        List<PlanEntry<String>> taken = new ArrayList<>();
        List<PlanEntry<String>> all = new ArrayList<>();
        long now = START;
        for (int i = 0; i < 500; i++) {
            now += random.nextLong(SECOND / 4);
            if (random.nextBoolean() || all.isEmpty()) {
                PlanEntry<String> task = new PlanEntry<>("task", null, now, i, random.nextInt(5) == 0);
                plan.deadline(task, now + random.nextLong(30 * SECOND));
                plan.add(task, now);
                all.add(task);
            }
            plan.deadline(all.get(random.nextInt(all.size())), now + random.nextLong(30 * SECOND));
            if (!taken.isEmpty() && random.nextBoolean()) {
                settle(plan, taken.remove(random.nextInt(taken.size())), random.nextInt(3), now);
            }
            if (plan.waitNanos(now) == 0) {
                taken.add(plan.take(now));
            }
            assertThat(plan.size()).isEqualTo(all.size() - taken.size());
        }
        taken.forEach(plan::remove);
        for (int left = all.size() - taken.size(); left > 0; left--) {
            now += plan.waitNanos(now);
            plan.remove(plan.take(now));
        }
        assertThat(plan.size()).isZero();
    }

    private static void settle(PollPlan<String> plan, PlanEntry<String> task, int how, long now) {
        switch (how) {
            case 0 -> plan.unfinished(task, Phase.WAITING, now, now);
            case 1 -> plan.failed(task, new PollPlan.Failure(0, now + 10 * SECOND), now);
            default -> plan.returned(task, now);
        }
    }

    /** Asks so many times in a second, and puts nothing back. */
    private static List<PlanEntry<String>> takenIn(AdaptivePlan<String> plan, int turns, long nowNanos) {
        List<PlanEntry<String>> taken = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
            taken.add(plan.take(nowNanos + i * SECOND / turns));
        }
        return taken;
    }

    private void askedAt(PlanEntry<String> task, long sentNanos) {
        looks.remove(task);
        task.unfinished(sentNanos);
        task.dueNanos = sentNanos + SECOND;
        looks.add(task);
    }

    private static PlanEntry<String> task(int number) {
        PlanEntry<String> task = new PlanEntry<>("task", null, START, number, false);
        task.deadlineNanos(DEADLINE);
        return task;
    }

    private static AdaptivePlan<String> plan() {
        return new AdaptivePlan<>(SETTINGS, new TaskTimes(SETTINGS));
    }
}
