package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.poll.PollSettings.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What every plan promises. */
abstract class PlanContract {

    static final long SECOND = 1_000_000_000L;
    /** Close to where a nanosecond clock wraps. */
    static final long START = Long.sum(Long.MAX_VALUE, -100 * SECOND);

    static final PollPlan.Failure OWN = new PollPlan.Failure(0, Long.sum(START, 1L << 61));

    private final PollPlan<String> plan = Plans.of(settings(), 20);

    abstract Policy policy();

    final PollSettings settings() {
        return new PollSettings(policy(), Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6);
    }

    static PlanEntry<String> entry(int number, long bornNanos) {
        return new PlanEntry<>("task-" + number, "model-" + number % 3, bornNanos, number, false);
    }

    @Example
    void anEmptyPlanWaitsForever() {
        assertThat(plan.waitNanos(START)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> plan.take(START)).isInstanceOf(IllegalStateException.class);
    }

    @Example
    void aNewTaskIsFirstAskedAboutAfterTheShortestInterval() {
        plan.add(entry(1, START), START);
        assertThat(plan.waitNanos(START)).isEqualTo(SECOND);
        assertThatThrownBy(() -> plan.take(START)).isInstanceOf(IllegalStateException.class);
        assertThat(plan.waitNanos(START + SECOND)).isZero();
    }

    @Example
    void aReturnedTaskIsAskedAboutAgainAtOnce() {
        plan.add(entry(1, START), START);
        PlanEntry<String> taken = plan.take(START + SECOND);
        assertThat(plan.size()).isZero();
        plan.returned(taken, START + SECOND);
        assertThat(plan.waitNanos(START + SECOND)).isZero();
        assertThat(plan.take(START + SECOND)).isSameAs(taken);
    }

    @Example
    void aFinishedTaskIsGone() {
        plan.add(entry(1, START), START);
        plan.ended(plan.take(START + SECOND), START + SECOND, START + SECOND);
        assertThat(plan.size()).isZero();
        assertThat(plan.waitNanos(START + SECOND)).isEqualTo(Long.MAX_VALUE);
    }

    @Example
    void theLongestSilenceIsThatOfTheTaskThatWasAskedAboutLeastRecently() {
        assertThat(plan.longestUnpolledNanos(START)).isZero();
        PlanEntry<String> old = entry(1, START - 30 * SECOND);
        plan.add(old, START);
        plan.add(entry(2, START - 10 * SECOND), START);
        assertThat(plan.longestUnpolledNanos(START)).isEqualTo(30 * SECOND);
        plan.remove(old);
        assertThat(plan.longestUnpolledNanos(START)).isEqualTo(10 * SECOND);
        long now = START + plan.waitNanos(START);
        PlanEntry<String> taken = plan.take(now);
        assertThat(plan.longestUnpolledNanos(now)).isZero();
        plan.failed(taken, OWN, now);
        assertThat(plan.longestUnpolledNanos(now + 5 * SECOND)).isEqualTo(5 * SECOND);
    }

    @Example
    void theTasksThatWereNotAskedAboutForLongestAreKnownThoseSeenAliveApartFromTheOthers() {
        plan.add(entry(1, START - 10 * SECOND), START);
        PlanEntry<String> old = entry(2, START - 30 * SECOND);
        plan.add(old, START);
        plan.add(new PlanEntry<>("replayed", null, START - 20 * SECOND, 3, true), START);
        long now = START + plan.waitNanos(START);
        assertThat(plan.leastRecentlyPolled(false)).isSameAs(old);
        assertThat(plan.leastRecentlyPolled(true)).isNull();
        plan.remove(old);
        plan.failed(old, OWN, now);
        assertThat(plan.leastRecentlyPolled(false).payload()).isEqualTo("replayed");
        PlanEntry<String> alive = plan.take(now);
        plan.unfinished(alive, Phase.UNKNOWN, now, now);
        assertThat(plan.leastRecentlyPolled(true)).isSameAs(alive);
        assertThat(plan.size()).isEqualTo(3);
    }

    @Example
    void replayedTasksGetOneTurnInTenWhileLiveOnesAreDueAndAllThatIsFreeOtherwise() {
        for (int i = 0; i < 100; i++) {
            plan.add(entry(i, START - 10 * SECOND), START);
            plan.add(new PlanEntry<>("old-" + i, null, START - 3_600 * SECOND, i, true), START);
        }
        long now = START + 60 * SECOND;
        int replayed = 0;
        for (int i = 0; i < 100; i++) {
            replayed += plan.take(now).replayed() ? 1 : 0;
        }
        assertThat(replayed).isEqualTo(10);
        while (plan.waitNanos(now) == 0) {
            plan.take(now);
        }
        assertThat(plan.size()).isZero();
    }

    @Example
    void replayedTasksLeaveHalfOfWhatIsFreeToLiveOnesThatWaitAndTakeAllWhenNoneDoes() {
        for (int i = 0; i < 1_000; i++) {
            plan.add(new PlanEntry<>("old-" + i, null, START - 3_600 * SECOND, i, true), START);
        }
        // Four live tasks can take 4 of the 20 permits: 8 a second are left to replayed ones.
        List<PlanEntry<String>> live = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            live.add(entry(i, START - 10 * SECOND));
            plan.add(live.get(i), START);
        }
        long now = START + 60 * SECOND;
        for (int turns = 0; turns < 4; ) {
            PlanEntry<String> taken = plan.take(now);
            if (!taken.replayed()) {
                live.set(turns, entry(turns, now));
                plan.add(live.get(turns), now);
                turns++;
            }
        }
        long end = now + SECOND;
        int replayed = 0;
        for (now += plan.waitNanos(now); now < end; now += plan.waitNanos(now)) {
            replayed += plan.take(now).replayed() ? 1 : 0;
        }
        assertThat(replayed).isBetween(7, 9);
        live.forEach(plan::remove);
        assertThat(plan.waitNanos(now)).isZero();
        plan.take(now);
        assertThat(plan.waitNanos(now)).isZero();
    }

    @Example
    void tasksInTroubleGetOneTurnInFifteenWhileHealthyOnesAreDueAndAllThatIsFreeOtherwise() {
        for (int i = 0; i < 100; i++) {
            PlanEntry<String> troubled = entry(i, START - 10 * SECOND);
            plan.failed(troubled, OWN, START);
        }
        for (int i = 100; i < 400; i++) {
            plan.add(entry(i, START - 10 * SECOND), START);
        }
        long now = START + 60 * SECOND;
        int troubled = 0;
        for (int i = 0; i < 150; i++) {
            troubled += plan.take(now).deprioritized ? 1 : 0;
        }
        assertThat(troubled).isEqualTo(10);
        while (plan.size() > 90) {
            plan.take(now);
        }
        for (int i = 0; i < 90; i++) {
            now += plan.waitNanos(now);
            plan.take(now);
        }
        assertThat(now).isEqualTo(START + 60 * SECOND);
        assertThat(plan.size()).isZero();
    }

    @Example
    void aFailureThatMayBeTheServicesLeavesATaskAmongTheHealthyUntilItIsTheSecond() {
        PlanEntry<String> task = entry(1, START);
        PollPlan.Failure perhaps = new PollPlan.Failure(1, OWN.retryByNanos());
        plan.failed(task, perhaps, START);
        assertThat(task.deprioritized).isFalse();
        plan.remove(task);
        plan.failed(task, perhaps, START);
        assertThat(task.deprioritized).isTrue();
        plan.remove(task);
        plan.unfinished(task, Phase.UNKNOWN, START + SECOND, START + SECOND);
        assertThat(task.deprioritized).isFalse();
    }

    @Example
    void aTaskThatIsForgivenIsDueAsSoonAsTheShortestIntervalAllows() {
        PlanEntry<String> task = entry(1, START - 100 * SECOND);
        for (int i = 0; i < 8; i++) {
            plan.failed(task, OWN, START);
            plan.remove(task);
        }
        plan.failed(task, OWN, START);
        plan.resetBackoff(task, START);
        assertThat(plan.waitNanos(START)).isEqualTo(SECOND);
        assertThat(plan.take(START + SECOND)).isSameAs(task);
    }

    @Example
    void aTaskThatFailsIsAskedAboutAgainByTheGivenMoment() {
        for (int number = 0; number < 50; number++) {
            PlanEntry<String> task = entry(number, START - 100 * SECOND);
            for (int i = 0; i < 8; i++) {
                plan.failed(task, new PollPlan.Failure(0, START + 5 * SECOND), START);
                assertThat(task.dueNanos() - START).isBetween(SECOND, 5 * SECOND);
                plan.remove(task);
            }
        }
    }

    @Example
    void errorsBackOffBetweenTheIntervalsAndAnAnswerForgetsThem() {
        PlanEntry<String> task = entry(7, START);
        plan.add(task, START);
        long now = START;
        long longest = 0;
        for (int errors = 1; errors < 40; errors++) {
            now += plan.waitNanos(now);
            plan.take(now);
            plan.failed(task, OWN, now);
            long pause = plan.waitNanos(now);
            assertThat(pause).isBetween(SECOND, Math.min(60 * SECOND, SECOND << Math.min(errors, 6)));
            longest = Math.max(longest, pause);
        }
        assertThat(longest).isGreaterThan(30 * SECOND);
        now += plan.waitNanos(now);
        plan.take(now);
        plan.unfinished(task, Phase.UNKNOWN, now, now);
        assertThat(plan.waitNanos(now)).isLessThanOrEqualTo(2 * SECOND);
    }

    @Example
    void aHintedTaskIsTakenFirstAndOnce() {
        for (int i = 0; i < 100; i++) {
            plan.add(entry(i, START - 10 * SECOND), START);
        }
        PlanEntry<String> task = entry(100, START - SECOND / 2);
        plan.add(task, START);
        plan.hint(task, START);
        plan.hint(task, START);

        long now = START + SECOND / 2;
        assertThat(plan.take(now)).isSameAs(task);
        plan.unfinished(task, Phase.UNKNOWN, now, now);
        assertThat(task.dueNanos() - now).isGreaterThanOrEqualTo(SECOND);
        while (plan.waitNanos(now + SECOND - 1) == 0) {
            assertThat(plan.take(now + SECOND - 1)).isNotSameAs(task);
        }
    }

    @Example
    void aHintSurvivesWhereThePollDidNotReachTheVendor() {
        PlanEntry<String> task = entry(1, START - 10 * SECOND);
        plan.add(task, START);
        for (int i = 2; i < 100; i++) {
            plan.add(entry(i, START - 20 * SECOND), START);
        }
        long now = START + 60 * SECOND;
        plan.hint(task, now);
        assertThat(plan.take(now)).isSameAs(task);
        plan.returned(task, now);
        assertThat(plan.take(now)).isSameAs(task);
    }

    @Example
    void aHintOfATakenTaskLeadsToOneMorePoll() {
        PlanEntry<String> task = entry(1, START - 10 * SECOND);
        plan.add(task, START);
        long now = START + 60 * SECOND;
        plan.take(now);
        plan.hint(task, now);
        plan.unfinished(task, Phase.UNKNOWN, now, now);
        assertThat(plan.waitNanos(now)).isEqualTo(SECOND);
        assertThat(plan.take(now + SECOND)).isSameAs(task);
    }

    @Example
    void wrongHintsTakeOneTurnInNineOnceThereWereMoreThanPermitsAndRightOnesThreeInFour() {
        List<PlanEntry<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            tasks.add(entry(i, START - 10 * SECOND));
            plan.add(tasks.get(i), START);
        }
        long now = START + 60 * SECOND;
        List<PlanEntry<String>> hinted = tasks.subList(0, 1_000);
        hinted.forEach(task -> plan.hint(task, now));
        assertThat(turnsOfHinted(hinted, 80, now, true)).isBetween(60, 70);
        turnsOfHinted(hinted, 100, now, false);
        // Of the others' turns some go to hinted tasks by themselves.
        assertThat(turnsOfHinted(hinted, 180, now, false)).isLessThan(20 + 100);
    }

    /** How many of the turns go to the first hinted tasks; each ends, or is unfinished. */
    private int turnsOfHinted(List<PlanEntry<String>> hinted, int turns, long now, boolean ends) {
        int theirs = 0;
        for (int i = 0; i < turns; i++) {
            PlanEntry<String> taken = plan.take(now);
            theirs += hinted.contains(taken) ? 1 : 0;
            if (ends) {
                plan.ended(taken, now, now);
            } else {
                plan.unfinished(taken, Phase.UNKNOWN, now, now);
            }
        }
        return theirs;
    }

    /** Random calls, with many tasks: none is lost, doubled, or asked about more often than allowed. */
    @Property(tries = 200)
    void noTaskIsLostOrAskedAboutTooOften(@ForAll long seed) {
        Random random = new Random(seed);
        PollPlan<String> tested = Plans.of(settings(), 20);
        Map<PlanEntry<String>, Long> waiting = new HashMap<>();
        List<PlanEntry<String>> taken = new ArrayList<>();
        long now = START;
        for (int i = 0; i < 600; i++) {
            now += random.nextLong(SECOND / 4);
            hint(tested, random, waiting.keySet(), now);
            hint(tested, random, taken, now);
            switch (random.nextInt(4)) {
                case 0 -> {
                    PlanEntry<String> task = entry(i, now - random.nextLong(100 * SECOND));
                    tested.add(task, now);
                    waiting.put(task, task.bornNanos());
                }
                case 1 -> {
                    if (tested.waitNanos(now) == 0) {
                        PlanEntry<String> task = tested.take(now);
                        assertThat(now - waiting.remove(task)).isGreaterThanOrEqualTo(SECOND);
                        taken.add(task);
                    }
                }
                case 2 -> {
                    if (!taken.isEmpty()) {
                        PlanEntry<String> task = taken.remove(random.nextInt(taken.size()));
                        settle(tested, task, random.nextInt(6), now, waiting);
                    }
                }
                default -> {
                    if (!waiting.isEmpty() && random.nextInt(4) == 0) {
                        PlanEntry<String> task = waiting.keySet().iterator().next();
                        tested.remove(task);
                        tested.remove(task);
                        waiting.remove(task);
                    } else if (!taken.isEmpty() && random.nextInt(4) == 0) {
                        assertThat(tested.remove(taken.remove(0))).isFalse();
                    }
                }
            }
            assertThat(tested.size()).isEqualTo(waiting.size());
        }
        while (tested.size() > 0) {
            now += tested.waitNanos(now);
            assertThat(waiting.remove(tested.take(now))).isNotNull();
        }
        assertThat(waiting).isEmpty();
    }

    private static void hint(PollPlan<String> plan, Random random, Collection<PlanEntry<String>> tasks, long nowNanos) {
        tasks.stream().filter(task -> random.nextInt(8) == 0).forEach(task -> plan.hint(task, nowNanos));
    }

    private static void settle(
            PollPlan<String> plan, PlanEntry<String> task, int how, long now, Map<PlanEntry<String>, Long> waiting) {
        switch (how) {
            case 0 -> plan.unfinished(task, Phase.WAITING, now, now);
            case 1 -> plan.unfinished(task, Phase.RUNNING, now, now);
            case 2 -> plan.unfinished(task, Phase.UNKNOWN, now, now);
            case 3 -> plan.failed(task, OWN, now);
            case 4 -> plan.returned(task, now);
            default -> plan.ended(task, now, now);
        }
        if (how < 4) {
            waiting.put(task, now);
        } else if (how == 4) {
            waiting.put(task, now - SECOND);
        }
    }
}
