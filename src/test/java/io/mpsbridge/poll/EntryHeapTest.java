package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class EntryHeapTest {

    @Property(tries = 200)
    void itAgreesWithASortedList(@ForAll long seed) {
        Random random = new Random(seed);
        EntryHeap<Integer> heap = new EntryHeap<>(EntryHeap.Slot.DUE);
        List<PlanEntry<Integer>> model = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int choice = random.nextInt(6);
            if (choice < 3) {
                PlanEntry<Integer> entry = new PlanEntry<>(i, null, 0, i, false);
                // Around the wrap, with many ties.
                entry.dueNanos = Long.MAX_VALUE - 20 + random.nextInt(40);
                heap.add(entry, entry.dueNanos);
                model.add(entry);
            } else if (!model.isEmpty() && choice == 3) {
                PlanEntry<Integer> gone = model.remove(random.nextInt(model.size()));
                heap.remove(gone);
                heap.remove(gone);
            } else if (!model.isEmpty() && choice == 4) {
                PlanEntry<Integer> moved = heap.at(random.nextInt(model.size()));
                moved.dueNanos = Long.MAX_VALUE - 20 + random.nextInt(40);
                heap.move(moved.place(EntryHeap.Slot.DUE), moved.dueNanos);
            } else if (!model.isEmpty()) {
                model.sort(Comparator.comparingLong(entry -> entry.dueNanos - Long.MAX_VALUE));
                PlanEntry<Integer> least = heap.first();
                heap.remove(least);
                assertThat(least.dueNanos).isEqualTo(model.get(0).dueNanos);
                assertThat(model.remove(least)).isTrue();
            }
            assertThat(heap.size()).isEqualTo(model.size());
        }
    }
}
