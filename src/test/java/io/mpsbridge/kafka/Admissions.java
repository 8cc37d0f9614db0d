package io.mpsbridge.kafka;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.KnownScopes;
import io.mpsbridge.offsets.OffsetTracker;
import io.mpsbridge.task.Accepted;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Lets records in as the loop does, without a broker: for benchmarks of what the loop keeps of them. */
public final class Admissions {

    public static final String TOPIC = "task-created";

    /** What brokers take by default. */
    private static final int METADATA_CHARS = 4096;

    private final AssignedPartitions assigned = new AssignedPartitions();
    private final Intake intake;

    /** All partitions are this replica's, with everything below offset 0 done. */
    public Admissions(int partitions, InstantSource clock) {
        KafkaSettings settings = new KafkaSettings(
                new KafkaSettings.Clients(Map.of(), Map.of(), Map.of()),
                new KafkaSettings.Topics(TOPIC, "task-completed", "task-failed", "task-created-dlt"),
                "group",
                "replica",
                KafkaSettings.Replicas.STANDBY,
                KafkaSettings.Start.EARLIEST,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                METADATA_CHARS);
        intake = new Intake(
                settings,
                new EventDecoder(clock, KnownScopes.any()),
                assigned,
                new LoopCounts(),
                () -> true,
                origin -> false);
        IntStream.range(0, partitions).forEach(number -> {
            OffsetTracker tracker = OffsetTracker.fresh(0, UUID.randomUUID(), settings.offsetMetadataLimit());
            assigned.assign(new TopicPartition(TOPIC, number)).begin(tracker, 0);
        });
    }

    /** The tasks of the records, all of which must find room. */
    public List<Accepted> admit(Collection<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            AssignedPartition partition = assigned.of(new TopicPartition(record.topic(), record.partition()));
            if (partition == null) {
                throw new IllegalArgumentException("there is no partition " + record.partition());
            }
            partition.received(List.of(record));
        }
        List<Accepted> tasks = intake.admit().tasks();
        if (tasks.size() < records.size()) {
            throw new IllegalStateException("only " + tasks.size() + " of " + records.size() + " records were let in");
        }
        return tasks;
    }

    /** Bytes of the events that are held. */
    public long bytes() {
        return assigned.inFlight().bytes();
    }
}
