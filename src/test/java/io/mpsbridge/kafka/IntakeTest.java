package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.KnownScopes;
import io.mpsbridge.offsets.OffsetMap;
import io.mpsbridge.offsets.OffsetTracker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private final KafkaSettings settings = new KafkaSettings(
            new KafkaSettings.Clients(Map.of(), Map.of(), Map.of()),
            new KafkaSettings.Topics("task-created", "task-completed", "task-failed", "task-created-dlt"),
            "group",
            "replica-1",
            KafkaSettings.Replicas.STANDBY,
            KafkaSettings.Start.EARLIEST,
            100,
            1 << 20,
            4096);

    @Test
    void anExceptionWhileARecordIsDecodedCostsThatRecordAlone() {
        AssignedPartitions assigned = new AssignedPartitions();
        AssignedPartition partition = assigned.assign(new TopicPartition("task-created", 0));
        partition.begin(OffsetTracker.resuming(OffsetMap.startingAt(0), new UUID(0, 1), 4096), 0);
        partition.received(IntStream.range(0, 3)
                .mapToObj(offset ->
                        new ConsumerRecord<byte[], byte[]>("task-created", 0, offset, null, LoopRig.json("t" + offset)))
                .toList());

        Intake.Admitted admitted = new Intake(
                        settings,
                        new EventDecoder(failingAt(2), KnownScopes.any()),
                        assigned,
                        new LoopCounts(),
                        () -> true,
                        origin -> false)
                .admit();

        assertThat(admitted.tasks()).extracting(task -> task.task().taskId()).containsExactly("t0", "t2");
        assertThat(admitted.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.origin().offset()).isEqualTo(1);
            assertThat(letter.rejection().code()).isEqualTo("internal-error");
            assertThat(letter.rejection().message()).contains("ArithmeticException", "planted");
        });
        assertThat(partition.pending()).isEmpty();
    }

    /** The decoder looks at its clock once for each record. */
    private static InstantSource failingAt(int look) {
        AtomicInteger looks = new AtomicInteger();
        return () -> {
            if (looks.incrementAndGet() == look) {
                throw new ArithmeticException("planted");
            }
            return Instant.now();
        };
    }
}
