package io.mpsbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The queue by events against a model that looks at every moment anew. */
class SlotSchedulingPropertyTest {

    private static final long SEED = 7;
    private static final long LAST_NANOS = 2_000;

    /** @param afterNanos when it becomes known, after the one before it */
    record Given(int afterNanos, int aheadNanos, int durationNanos, String model) {}

    @Provide
    Arbitrary<List<Given>> tasks() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(-5, 10),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.of("", "a", "b"))
                .as(Given::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 1_000)
    void inOrderAndByPriorityEveryTaskStartsWhenTheModelSays(
            @ForAll("tasks") List<Given> given,
            @ForAll @IntRange(min = 1, max = 5) int slots,
            @ForAll boolean byPriority) {
        Order order = byPriority ? Order.PRIORITY : Order.FIFO;

        assertThat(starts(run(given, new Concurrency(slots, order), LAST_NANOS)))
                .isEqualTo(naiveStarts(given, slots, byPriority));
    }

    @Property(tries = 1_000)
    void theSlotsAreNeverOverbookedAndNoneIsFreeWhileATaskWaits(
            @ForAll("tasks") List<Given> given, @ForAll @IntRange(min = 1, max = 5) int slots, @ForAll Order order) {
        List<SimulatedTask> tasks = run(given, new Concurrency(slots, order), LAST_NANOS);

        List<Long> joined = joins(given);
        for (long nanos : new TreeSet<>(starts(tasks))) {
            for (String model : List.of("", "a", "b")) {
                assertThat(running(given, tasks, model, nanos)).isLessThanOrEqualTo(slots);
            }
        }
        for (int i = 0; i < tasks.size(); i++) {
            SimulatedTask.State state = tasks.get(i).state();
            assertThat(state.endNanos() - state.startNanos()).isEqualTo(given.get(i).durationNanos);
            assertThat(state.startNanos()).isGreaterThanOrEqualTo(joined.get(i));
            for (long nanos = joined.get(i); nanos < state.startNanos(); nanos++) {
                assertThat(running(given, tasks, given.get(i).model, nanos)).isEqualTo(slots);
            }
        }
    }

    @Property(tries = 500)
    void whenItIsAskedChangesNothing(
            @ForAll("tasks") List<Given> given,
            @ForAll @IntRange(min = 1, max = 5) int slots,
            @ForAll Order order,
            @ForAll @IntRange(min = 1, max = 100) int askedEveryNanos) {
        Concurrency concurrency = new Concurrency(slots, order);

        assertThat(starts(run(given, concurrency, askedEveryNanos)))
                .isEqualTo(starts(run(given, concurrency, LAST_NANOS)));
    }

    private static List<SimulatedTask> run(List<Given> given, Concurrency concurrency, long askedEveryNanos) {
        SlotScheduling scheduling = new SlotScheduling(concurrency, SEED);
        List<SimulatedTask> tasks = new ArrayList<>();
        long knownNanos = 0;
        for (Given each : given) {
            for (long nanos = knownNanos; nanos < knownNanos + each.afterNanos; nanos += askedEveryNanos) {
                scheduling.advance(nanos);
            }
            knownNanos += each.afterNanos;
            SimulatedTask task = new SimulatedTask(
                    "t" + tasks.size(), knownNanos + each.aheadNanos, each.durationNanos, Ending.DONE, null);
            tasks.add(task);
            scheduling.join(task, each.model, knownNanos);
        }
        for (long nanos = knownNanos; nanos < LAST_NANOS; nanos += askedEveryNanos) {
            scheduling.advance(nanos);
        }
        scheduling.advance(LAST_NANOS);
        return tasks;
    }

    private static List<Long> starts(List<SimulatedTask> tasks) {
        return tasks.stream().map(task -> task.state().startNanos()).toList();
    }

    /** When each task comes to the queue. */
    private static List<Long> joins(List<Given> given) {
        List<Long> joins = new ArrayList<>();
        long knownNanos = 0;
        for (Given each : given) {
            knownNanos += each.afterNanos;
            joins.add(knownNanos + Math.max(0, each.aheadNanos));
        }
        return joins;
    }

    private static int running(List<Given> given, List<SimulatedTask> tasks, String model, long nanos) {
        int running = 0;
        for (int i = 0; i < tasks.size(); i++) {
            SimulatedTask.State state = tasks.get(i).state();
            boolean runs = state.startNanos() <= nanos && nanos < state.endNanos();
            running += runs && given.get(i).model.equals(model) ? 1 : 0;
        }
        return running;
    }

    /** Moment by moment, and at each of them arrival by arrival. */
    private static List<Long> naiveStarts(List<Given> given, int slots, boolean byPriority) {
        List<Long> joins = joins(given);
        Map<Integer, Long> starts = new HashMap<>();
        List<Integer> waiting = new ArrayList<>();
        for (long nanos = 0; starts.size() < given.size(); nanos++) {
            fill(given, starts, waiting, slots, nanos);
            for (int i = 0; i < given.size(); i++) {
                if (joins.get(i) == nanos) {
                    waiting.add(i);
                    waiting.sort(Comparator.comparing(
                            task -> !byPriority || !WaitingLine.UrgentFirst.isUrgent(SEED, "t" + task)));
                    fill(given, starts, waiting, slots, nanos);
                }
            }
        }
        return starts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Starts whom it can; the sort above is stable, so that those of a kind stay in the order of their arrival. */
    private static void fill(
            List<Given> given, Map<Integer, Long> starts, List<Integer> waiting, int slots, long nanos) {
        waiting.removeIf(task -> {
            long running = starts.entrySet().stream()
                    .filter(other -> given.get(other.getKey()).model.equals(given.get(task).model))
                    .filter(other -> other.getValue() + given.get(other.getKey()).durationNanos > nanos)
                    .count();
            if (running >= slots) {
                return false;
            }
            starts.put(task, nanos);
            return true;
        });
    }
}
