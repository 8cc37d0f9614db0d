package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class OrderedTasksTest {

    /** Times around the wrap of the clock, with many ties. */
    @Property(tries = 200)
    void itAgreesWithASortedList(@ForAll long seed) {
        Random random = new Random(seed);
        OrderedTasks<Integer> tasks = new OrderedTasks<>(StartState.PRESUMED_WAITING);
        List<PlanEntry<Integer>> model = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            if (model.isEmpty() || random.nextInt(5) < 3) {
                PlanEntry<Integer> entry = new PlanEntry<>(i, null, Long.MAX_VALUE - 20 + random.nextInt(40), i, false);
                tasks.add(entry);
                model.add(entry);
                model.sort(Comparator.<PlanEntry<Integer>>comparingLong(each -> each.bornNanos() - Long.MAX_VALUE)
                        .thenComparingInt(PlanEntry::seed));
            } else {
                PlanEntry<Integer> gone = model.remove(random.nextInt(model.size()));
                tasks.remove(gone);
                assertThat(tasks.contains(gone)).isFalse();
            }
            assertThat(tasks.size()).isEqualTo(model.size());
            if (!model.isEmpty()) {
                int rank = random.nextInt(model.size());
                assertThat(tasks.get(rank)).isSameAs(model.get(rank));
                assertThat(tasks.rank(model.get(rank))).isEqualTo(rank);
                assertThat(tasks.last()).isSameAs(model.get(model.size() - 1));
            }
        }
    }

    /** A million tasks created in order, as a backlog is: a degenerate tree would take hours. */
    @Property(tries = 1)
    void tasksThatComeInOrderAreNoWorseThanOthers() {
        OrderedTasks<Integer> tasks = new OrderedTasks<>(StartState.PRESUMED_WAITING);
        for (int i = 0; i < 1_000_000; i++) {
            tasks.add(new PlanEntry<>(i, null, i, i, false));
        }
        assertThat(tasks.get(765_432).payload()).isEqualTo(765_432);
    }
}
