package io.mpsbridge.kafka;

import static io.mpsbridge.testing.Interleavings.check;

import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.testing.Interleavings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * Invariant T3: the loop gives up while the transaction thread commits, or aborts since the group has moved on. What
 * counts as committed was answered, and what counts as aborted was not asked.
 */
@SuppressWarnings("removal") // only the client itself makes group metadata otherwise
public final class CommitRace implements Runnable {

    private static final ConsumerGroupMetadata MEMBER =
            new ConsumerGroupMetadata("group", 3, "member", Optional.of("replica-1"));
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition("task-created", 0), new OffsetAndMetadata(7, "map"));
    private static final List<OutboundRecord> RECORDS =
            List.of(new OutboundRecord("task-completed", null, new byte[] {1}, List.of()));

    @Override
    public void run() {
        giveUp(false);
        giveUp(true);
    }

    private static void giveUp(boolean groupMovedOn) {
        List<ScriptedProducer> made = new ArrayList<>();
        OutcomeWriter writer = writer(made, groupMovedOn);
        check(writer.open(), "T5: not opened");
        ScriptedProducer producer = last(made);
        Interleavings.together(
                () -> {
                    TransactionResult result = writer.write(RECORDS, OFFSETS, MEMBER);
                    check(
                            !(result instanceof TransactionResult.Committed) || producer.isAnswered(),
                            "T3: counts as committed without an answer");
                    check(
                            !(result instanceof TransactionResult.Aborted) || !producer.isSent(),
                            "T3: counts as aborted though the commit was sent");
                },
                writer::giveUp);
        check(!writer.isOpen() || !last(made).isClosed(), "T5: counts as open though it was given up");
        writer.close();
        check(made.stream().allMatch(ScriptedProducer::isClosed), "T5: a producer was left open");
    }

    private static OutcomeWriter writer(List<ScriptedProducer> made, boolean groupMovedOn) {
        return new OutcomeWriter(() -> opened(made, groupMovedOn), Duration.ofSeconds(15), () -> 0, new LoopCounts());
    }

    private static Producer<byte[], byte[]> opened(List<ScriptedProducer> made, boolean groupMovedOn) {
        ScriptedProducer producer = new ScriptedProducer(groupMovedOn);
        made.add(producer);
        return producer;
    }

    private static ScriptedProducer last(List<ScriptedProducer> made) {
        return made.get(made.size() - 1);
    }
}
