package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.poll.PollSettings.Policy;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
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
        plan.unfinished(old, Phase.UNKNOWN, now, now);
        assertThat(plan.take(now + TURN)).isSameAs(young);
        plan.unfinished(young, Phase.UNKNOWN, now + TURN, now + TURN);
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
                plan.unfinished(taken, Phase.UNKNOWN, now, now);
            } else {
                plan.failed(taken, OWN, now);
            }
        }
        assertThat(asked).isGreaterThan(10);
    }

    /** The heap is kept by old prices and estimates; what it chooses is still close to the best there is. */
    @Example
    void theChosenTaskIsAmongThoseWithTheLargestDelay() {
        assertThat(chosenByLargest(new Load(10, 0, Integer.MAX_VALUE, new Random(5))))
                .isGreaterThan(0.85);
    }

    /** A hundred run at a time, and the others wait. One turn in six explores, and counts here as a bad choice. */
    @Example
    void soItIsWhereTheServiceQueues() {
        assertThat(chosenByLargest(new Load(6, 0, 100, new Random(6)))).isGreaterThan(0.75);
    }

    /** The delay of the chosen tasks, as a part of the largest that there were at those moments by brute force. */
    private double chosenByLargest(Load load) {
        AdaptivePlan<Task> tested = adaptive();
        Map<PlanEntry<Task>, Long> waiting = new HashMap<>();
        Random samples = new Random(7);
        double chosen = 0;
        double largest = 0;
        for (int turn = 0; turn < 40_000; turn++) {
            load.turn(tested, waiting);
            if (turn > 20_000 && samples.nextInt(20) == 0 && tested.waitNanos(load.now) == 0) {
                long now = load.now;
                Map<PlanEntry<Task>, Double> delays = new HashMap<>();
                waiting.keySet().stream()
                        .filter(entry -> entry.dueNanos() - now <= 0)
                        .forEach(entry -> delays.put(entry, tested.expectedDelay(entry, now)));
                PlanEntry<Task> taken = load.take(tested, waiting);
                chosen += delays.get(taken);
                largest += delays.values().stream().reduce(0.0, Math::max);
                load.answer(tested, taken, waiting);
            }
        }
        return chosen / largest;
    }

    /** Two tasks in a hundred take 50 times as long as the others: neither they nor the others are forgotten. */
    @Property(tries = 5)
    void noTaskStarvesThoughSomeAreStuck(@ForAll long seed) {
        AdaptivePlan<Task> tested = adaptive();
        Load load = new Load(8, 0.02, Integer.MAX_VALUE, new Random(seed));
        Map<PlanEntry<Task>, Long> waiting = new HashMap<>();
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

    /** Else it would count as one of the few that are stuck, and hardly be asked about any more. */
    @Example
    void aTaskThatStartedLaterThanPresumedIsExpectedToEndLater() {
        AdaptivePlan<String> tested = new AdaptivePlan<>(settings(), new TaskTimes(settings()));
        for (int i = 0; i < 100; i++) {
            tested.learn("model", 4 * SECOND, 6 * SECOND);
        }
        PlanEntry<String> runs = new PlanEntry<>("runs", "model", START, 1, false);
        PlanEntry<String> waits = new PlanEntry<>("waits", "model", START + 1, 2, false);
        tested.add(runs, START);
        tested.add(waits, START);
        long now = START + 20 * SECOND;
        tested.take(now);
        tested.take(now);
        tested.unfinished(waits, Phase.WAITING, now, now);
        tested.unfinished(runs, Phase.RUNNING, now, now);
        assertThat(tested.expectedDelay(runs, now + 8 * SECOND)).isGreaterThan(2.0 * SECOND);
    }

    private AdaptivePlan<Task> adaptive() {
        return new AdaptivePlan<>(settings(), new TaskTimes(settings()));
    }

    private record Task(long startNanos, long endNanos) {}

    /** Tasks arrive, so many run at a time, and one is asked about at each turn. */
    private static final class Load {
        private final int tasksInTwentyTurns;
        private final double stuck;
        private final int slots;
        private final Random random;
        /** When each slot is free again. */
        private final PriorityQueue<Long> running = new PriorityQueue<>();

        private long now = START;

        Load(int tasksInTwentyTurns, double stuck, int slots, Random random) {
            this.tasksInTwentyTurns = tasksInTwentyTurns;
            this.stuck = stuck;
            this.slots = slots;
            this.random = random;
        }

        void turn(PollPlan<Task> plan, Map<PlanEntry<Task>, Long> waiting) {
            now += TURN;
            if (random.nextInt(20) < tasksInTwentyTurns) {
                PlanEntry<Task> entry = new PlanEntry<>(task(), "model", now, random.nextInt(), false);
                plan.add(entry, now);
                waiting.put(entry, now);
            }
            if (plan.waitNanos(now) == 0) {
                answer(plan, take(plan, waiting), waiting);
            }
        }

        private Task task() {
            double seconds = random.nextDouble() < stuck ? 1_500 : 30 * Math.exp(0.5 * random.nextGaussian());
            // Since the start, for the clock wraps.
            long elapsed = now - START;
            long start = running.size() < slots ? elapsed : Math.max(elapsed, running.remove());
            long end = start + (long) (seconds * SECOND);
            running.add(end);
            return new Task(START + start, START + end);
        }

        PlanEntry<Task> take(PollPlan<Task> plan, Map<PlanEntry<Task>, Long> waiting) {
            PlanEntry<Task> taken = plan.take(now);
            assertThat(now - waiting.remove(taken)).isGreaterThanOrEqualTo(SECOND);
            return taken;
        }

        void answer(PollPlan<Task> plan, PlanEntry<Task> entry, Map<PlanEntry<Task>, Long> waiting) {
            if (now - entry.payload().endNanos() < 0) {
                boolean waits = now - entry.payload().startNanos() < 0;
                plan.unfinished(entry, waits ? Phase.WAITING : Phase.RUNNING, now, now);
                waiting.put(entry, now);
            } else {
                plan.ended(entry, now, now);
            }
        }
    }
}
