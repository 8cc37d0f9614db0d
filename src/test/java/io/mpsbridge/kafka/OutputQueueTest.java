package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.kafka.TransactionResult.Fault;
import io.mpsbridge.offsets.OffsetMap;
import io.mpsbridge.offsets.OffsetTracker;
import io.mpsbridge.task.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutputQueueTest {

    private static final TopicPartition PARTITION = new TopicPartition("task-created", 0);
    private static final int MANY = 100;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7);
    private final LoopCounts counts = new LoopCounts();
    private final AssignedPartitions assigned = new AssignedPartitions();
    private final OutputQueue queue = new OutputQueue(assigned, UnaryOperator.identity(), counts, now::get);
    private AssignedPartition partition;

    @BeforeEach
    void threeWait() {
        partition = assigned.assign(PARTITION);
        partition.begin(OffsetTracker.resuming(OffsetMap.startingAt(0), new UUID(0, 1), 4096), 0);
        for (int offset = 0; offset < 3; offset++) {
            partition.tracker().admit(offset);
            queue.add(letter(offset));
        }
        queue.collect();
    }

    private PendingOutput letter(int offset) {
        InboundRecord record =
                new InboundRecord("task-created", 0, offset, Instant.EPOCH, null, new byte[] {1}, List.of());
        return new PendingOutput.Unreadable(
                new Origin(0, partition.epoch(), offset, 1),
                record,
                Rejection.internalError(new ArithmeticException()));
    }

    @Test
    void whatIsGivenBackKeepsItsPlace() {
        List<OutputQueue.Item> first = take(2);
        assertThat(offsets(first)).containsExactly(0L, 1L);

        giveBack(first);

        assertThat(offsets(take(MANY))).containsExactly(0L, 1L, 2L);
        assertThat(queue.hasReady()).isFalse();
    }

    @Test
    void whoIsBlamedBesideOthersGoesAloneNextTime() {
        List<OutputQueue.Item> all = take(MANY);
        giveBack(all, Fault.REFUSED, Map.of(1, "no"));

        List<OutputQueue.Item> alone = take(MANY);
        assertThat(offsets(alone)).containsExactly(1L);
        // The broker went away meanwhile, which says nothing about it.
        giveBack(alone);

        assertThat(offsets(take(MANY))).containsExactly(1L);
        assertThat(offsets(take(MANY))).containsExactly(0L, 2L);
        assertThat(queue.keptBack()).isEmpty();
    }

    @Test
    void whatIsRefusedEvenWithAKeyWaitsLongerEachTimeUpToHalfAMinute() {
        List<Long> waits = new ArrayList<>();
        List<OutputQueue.Item> item = take(MANY).subList(0, 1);
        giveBack(item, Fault.REFUSED, Map.of(0, "no"));
        for (int i = 0; i < 9; i++) {
            List<OutputQueue.Item> alone = take(MANY);
            assertThat(alone)
                    .singleElement()
                    .satisfies(each -> assertThat(each.ready()).isInstanceOf(PendingOutput.Keyed.class));
            giveBack(alone, Fault.REFUSED, Map.of(0, "no"));
            assertThat(queue.keptBack()).containsExactly(Map.entry("no", 1));
            waits.add(Duration.ofNanos(untilReady()).toMillis());
        }

        assertThat(waits).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L);
    }

    @Test
    void whatWaitsForALeaderLetsTheOthersPass() {
        List<OutputQueue.Item> all = take(MANY);
        giveBack(all, Fault.NO_LEADER, Map.of(0, "no leader"));

        assertThat(offsets(take(MANY))).containsExactly(1L, 2L);
        assertThat(queue.hasReady()).isFalse();
        assertThat(queue.keptBack()).containsExactly(Map.entry("no leader", 1));
        assertThat(untilReady()).isEqualTo(Duration.ofMillis(500).toNanos());
        assertThat(offsets(take(MANY))).containsExactly(0L);
    }

    @Test
    void reasonsAreBounded() {
        int count = 50;
        IntStream.range(3, count).forEach(offset -> {
            partition.tracker().admit(offset);
            queue.add(letter(offset));
        });
        queue.collect();
        List<OutputQueue.Item> all = take(MANY);
        giveBack(
                all,
                Fault.NO_RECORD,
                IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> i, i -> "reason " + i)));

        assertThat(queue.keptBack()).hasSize(9).containsEntry("other reasons", count - 8);
    }

    @Test
    void whatNoAssignmentWaitsForIsDroppedAndCounted() {
        List<OutputQueue.Item> all = take(MANY);
        giveBack(all, Fault.NO_LEADER, Map.of(0, "no leader"));
        assigned.drop(PARTITION);

        queue.collect();

        assertThat(queue.hasReady()).isFalse();
        assertThat(queue.keptBack()).isEmpty();
        assertThat(counts.droppedOutcomes).isEqualTo(3);
    }

    private List<OutputQueue.Item> take(int most) {
        return queue.take(most);
    }

    /** As a transaction that failed does. */
    private void giveBack(List<OutputQueue.Item> items) {
        giveBack(items, Fault.NO_RECORD, Map.of());
    }

    private void giveBack(List<OutputQueue.Item> items, Fault fault, Map<Integer, String> reasons) {
        partition.tracker().rollback();
        queue.giveBack(items, fault, reasons);
    }

    private long untilReady() {
        long start = now.get();
        while (!queue.hasReady()) {
            now.addAndGet(Duration.ofMillis(10).toNanos());
        }
        return now.get() - start;
    }

    private static List<Long> offsets(List<OutputQueue.Item> items) {
        return items.stream().map(item -> item.ready().origin().offset()).toList();
    }
}
