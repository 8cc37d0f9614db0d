package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.poll.PollSettings.Policy;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class AdaptivePlanTest extends PlanContract {

    private static final long TURN = SECOND / 20;

    private final PollPlan<String> plan = Plans.of(settings(), 20);

    @Override
    Policy policy() {
        return Policy.ADAPTIVE;
    }

    @Example
    void whileNothingIsKnownTheTaskThatWasNotAskedAboutForLongestComesFirst() {
        PlanEntry<String> young = entry(1, START);
        PlanEntry<String> old = entry(2, START - 50 * SECOND);
        plan.add(young, START);
        plan.add(old, START);
        long now = START + SECOND;
        assertThat(plan.take(now)).isSameAs(old);
        plan.unfinished(old, now, now);
        assertThat(plan.take(now + TURN)).isSameAs(young);
        plan.unfinished(young, now + TURN, now + TURN);
        assertThat(plan.waitNanos(now)).isEqualTo(SECOND);
        assertThat(plan.take(now + 5 * SECOND)).isSameAs(old);
    }

    @Example
    void whatWasLearnedBeforeTheStartDecidesFromTheFirstTurn() {
        for (int i = 0; i < 100; i++) {
            plan.learn("fast", 9 * SECOND, 11 * SECOND);
            plan.learn("slow", 280 * SECOND, 320 * SECOND);
        }
        PlanEntry<String> fast = new PlanEntry<>("fast", "fast", START - 15 * SECOND, 1, false);
        PlanEntry<String> slow = new PlanEntry<>("slow", "slow", START - 100 * SECOND, 2, false);
        plan.add(fast, START);
        plan.add(slow, START);
        assertThat(plan.take(START)).isSameAs(fast);
    }

    @Example
    void afterARestartTheTasksThatMayHaveEndedForLongestComeFirst() {
        for (int i = 0; i < 100; i++) {
            plan.learn("model", 28 * SECOND, 32 * SECOND);
        }
        for (int age = 1; age <= 40; age++) {
            plan.add(new PlanEntry<>("task", "model", START - age * SECOND, age, false), START);
        }
        for (int age = 40; age > 28; age--) {
            assertThat(plan.take(START).bornNanos()).isEqualTo(START - age * SECOND);
        }
    }

    @Example
    void tasksThatAlwaysFailDoNotPushAsideTheOthers() {
        for (int i = 0; i < 50; i++) {
            plan.add(entry(i, START), START);
        }
        PlanEntry<String> good = entry(50, START);
        plan.add(good, START);
        long now = START + SECOND;
        int asked = 0;
        // One turn in two seconds, so that there is always a failing task whose pause is over.
        for (int turn = 0; turn < 1_000; turn++) {
            now += 2 * SECOND;
            PlanEntry<String> taken = plan.take(now);
            if (taken == good) {
                asked++;
                plan.unfinished(taken, now, now);
            } else {
                plan.failed(taken, OWN, now);
            }
        }
        assertThat(asked).isGreaterThan(10);
    }

    /** The heap is kept by old prices and estimates; what it chooses is still close to the best there is. */
    @Example
    void theChosenTaskIsAmongThoseWithTheLargestDelay() {
        DurationEstimates durations = new DurationEstimates(settings());
        AdaptivePlan<Long> tested = new AdaptivePlan<>(settings(), durations);
        Load load = new Load(10, 0, new Random(5));
        Map<PlanEntry<Long>, Long> waiting = new HashMap<>();
        double chosen = 0;
        double largest = 0;
        for (int turn = 0; turn < 40_000; turn++) {
            load.turn(tested, waiting);
            if (turn > 20_000 && turn % 20 == 0 && tested.waitNanos(load.now) == 0) {
                PlanEntry<Long> taken = load.take(tested, waiting);
                chosen += delay(durations, taken, load.now);
                largest += waiting.keySet().stream()
                        .filter(entry -> entry.dueNanos() - load.now <= 0)
                        .mapToDouble(entry -> delay(durations, entry, load.now))
                        .reduce(delay(durations, taken, load.now), Math::max);
                load.answer(tested, taken, waiting);
            }
        }
        assertThat(chosen / largest).isGreaterThan(0.85);
    }

    /** Two tasks in a hundred take 50 times as long as the others: neither they nor the others are forgotten. */
    @Property(tries = 5)
    void noTaskStarvesThoughSomeAreStuck(@ForAll long seed) {
        AdaptivePlan<Long> tested = new AdaptivePlan<>(settings(), new DurationEstimates(settings()));
        Load load = new Load(8, 0.02, new Random(seed));
        Map<PlanEntry<Long>, Long> waiting = new HashMap<>();
        long longest = 0;
        int most = 0;
        for (int turn = 0; turn < 60_000; turn++) {
            load.turn(tested, waiting);
            longest = Math.max(longest, tested.longestUnpolledNanos(load.now));
            most = Math.max(most, tested.size());
        }
        // One turn in twenty goes round all tasks, if nothing else reaches one: a silence of 20 N turns at most.
        assertThat(longest).isLessThan(20L * most * TURN);
        assertThat(most).isGreaterThan(200).isLessThan(2_000);
    }

    private static double delay(DurationEstimates durations, PlanEntry<Long> entry, long now) {
        return durations.of(entry.taskClass()).delay(entry.knownAge(), entry.age(now));
    }

    /** Tasks arrive, and one is asked about at each turn; a task's payload is its end. */
    private static final class Load {
        private final int tasksInTwentyTurns;
        private final double stuck;
        private final Random random;
        private long now = START;

        Load(int tasksInTwentyTurns, double stuck, Random random) {
            this.tasksInTwentyTurns = tasksInTwentyTurns;
            this.stuck = stuck;
            this.random = random;
        }

        void turn(PollPlan<Long> plan, Map<PlanEntry<Long>, Long> waiting) {
            now += TURN;
            if (random.nextInt(20) < tasksInTwentyTurns) {
                double seconds = random.nextDouble() < stuck ? 1_500 : 30 * Math.exp(0.5 * random.nextGaussian());
                PlanEntry<Long> entry =
                        new PlanEntry<>(now + (long) (seconds * SECOND), "model", now, random.nextInt(), false);
                plan.add(entry, now);
                waiting.put(entry, now);
            }
            if (plan.waitNanos(now) == 0) {
                answer(plan, take(plan, waiting), waiting);
            }
        }

        PlanEntry<Long> take(PollPlan<Long> plan, Map<PlanEntry<Long>, Long> waiting) {
            PlanEntry<Long> taken = plan.take(now);
            assertThat(now - waiting.remove(taken)).isGreaterThanOrEqualTo(SECOND);
            return taken;
        }

        void answer(PollPlan<Long> plan, PlanEntry<Long> entry, Map<PlanEntry<Long>, Long> waiting) {
            if (now - entry.payload() < 0) {
                plan.unfinished(entry, now, now);
                waiting.put(entry, now);
            } else {
                plan.ended(entry, now, now);
            }
        }
    }
}
