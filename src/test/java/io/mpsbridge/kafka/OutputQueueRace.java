package io.mpsbridge.kafka;

import static io.mpsbridge.testing.Interleavings.check;

import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.offsets.OffsetMap;
import io.mpsbridge.offsets.OffsetTracker;
import io.mpsbridge.task.Origin;
import io.mpsbridge.testing.Interleavings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/**
 * Outputs come from two threads while the loop takes what is there, and loses one of two partitions: each output is
 * taken once, or counted as dropped, its assignment being over. An output for a lost one is never taken (T1).
 */
public final class OutputQueueRace implements Runnable {

    private static final int MANY = 10;
    private static final Rejection REJECTION = Rejection.internalError(new ArithmeticException());

    @Override
    public void run() {
        LoopCounts counts = new LoopCounts();
        AssignedPartitions assigned = new AssignedPartitions();
        AssignedPartition kept = begun(assigned, 0);
        AssignedPartition lost = begun(assigned, 1);
        OutputQueue queue = new OutputQueue(assigned, UnaryOperator.identity(), counts, () -> 0);
        List<OutputQueue.Item> taken = new ArrayList<>();
        boolean[] isLost = new boolean[1];
        Interleavings.together(
                () -> {
                    queue.add(letter(kept, 0));
                    queue.add(letter(lost, 0));
                },
                () -> queue.add(letter(kept, 1)),
                () -> {
                    take(queue, taken, lost, isLost);
                    assigned.drop(lost.topicPartition());
                    isLost[0] = true;
                    take(queue, taken, lost, isLost);
                });
        while (queue.hasReady()) {
            take(queue, taken, lost, isLost);
        }
        check(taken.size() + counts.droppedOutcomes == 3, "T1: an output was lost");
    }

    private static void take(
            OutputQueue queue, List<OutputQueue.Item> taken, AssignedPartition lost, boolean[] isLost) {
        queue.collect();
        List<OutputQueue.Item> now = queue.take(MANY);
        check(
                !isLost[0]
                        || now.stream().noneMatch(item -> item.ready().origin().partition() == lost.number()),
                "T1: an output of a partition that was revoked was taken");
        taken.addAll(now);
    }

    private static AssignedPartition begun(AssignedPartitions assigned, int number) {
        AssignedPartition partition = assigned.assign(new TopicPartition("task-created", number));
        partition.begin(OffsetTracker.resuming(OffsetMap.startingAt(0), new UUID(0, 1), 4096), 0);
        partition.tracker().admit(0);
        partition.tracker().admit(1);
        return partition;
    }

    private static PendingOutput letter(AssignedPartition partition, long offset) {
        InboundRecord record = new InboundRecord(
                "task-created", partition.number(), offset, Instant.EPOCH, null, new byte[] {1}, List.of());
        return new PendingOutput.Unreadable(
                new Origin(partition.number(), partition.epoch(), offset, 1), record, REJECTION);
    }
}
