package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Accepted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

class QuotaShareNotifierTest {

    private static final long SECOND = 1_000_000_000;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final List<String> told = new ArrayList<>();
    private final LoopListener listener = new Told();
    private long now = 5 * SECOND;
    private final QuotaShareNotifier ownership = new QuotaShareNotifier(consumer, "created", () -> now);

    @Test
    void whatHasNotChangedIsToldOnce() {
        topicHas(4);
        ownership.tell(Set.of(), 0, listener);
        assertThat(told).isEmpty();
        for (int i = 0; i < 10; i++) {
            ownership.tell(Set.of(0, 1), 4, listener);
            now += SECOND;
        }
        ownership.tell(Set.of(), 4, listener);
        assertThat(told).containsExactly("[0, 1] of 4", "[] of 4");
    }

    @Test
    void partitionsThatAreAddedMakeTheShareSmallerThoughNoneIsGained() {
        topicHas(4);
        ownership.tell(Set.of(0, 1), 4, listener);
        topicHas(8);
        now += SECOND;
        ownership.tell(Set.of(0, 1), 4, listener);
        assertThat(told).containsExactly("[0, 1] of 4", "[0, 1] of 8");
    }

    @Test
    void aNewPartitionThatIsBegunLaterCountsThen() {
        topicHas(4);
        ownership.tell(Set.of(0), 4, listener);
        ownership.tell(Set.of(0, 5), 4, listener);
        ownership.tell(Set.of(0, 5), 8, listener);
        assertThat(told).last().isEqualTo("[0, 5] of 8");
    }

    private void topicHas(int partitions) {
        consumer.updatePartitions(
                "created",
                IntStream.range(0, partitions)
                        .mapToObj(number -> new PartitionInfo("created", number, null, null, null))
                        .toList());
    }

    private final class Told implements LoopListener {
        @Override
        public void watch(List<Accepted> tasks) {
            throw new AssertionError("no task");
        }

        @Override
        public void forget(int partition, int epoch) {
            throw new AssertionError("no partition");
        }

        @Override
        public void assignmentChanged(Set<Integer> partitions, int of) {
            told.add(new TreeSet<>(partitions) + " of " + of);
        }

        @Override
        public void leaseUntil(long end, long wallEndMillis) {
            throw new AssertionError("no lease");
        }
    }
}
