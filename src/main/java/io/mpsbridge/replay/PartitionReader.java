package io.mpsbridge.replay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Reads offset ranges of partitions, one after the other. Used by one thread. */
final class PartitionReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Consumer<byte[], byte[]> consumer;
    private final LongSupplier nanos;
    private TopicPartition partition = new TopicPartition("", 0);
    private long position;
    private long end;
    private long doneBelow;
    private long movedNanos;
    private long gone;

    PartitionReader(Consumer<byte[], byte[]> consumer, LongSupplier nanos) {
        this.consumer = consumer;
        this.nanos = nanos;
    }

    void begin(TopicPartition newPartition, long from, long newEnd) {
        begin(newPartition, from, newEnd, from);
    }

    /** @param done offsets below were handled earlier and do not count as gone */
    void begin(TopicPartition newPartition, long from, long newEnd, long done) {
        doneBelow = done;
        partition = newPartition;
        position = from;
        end = newEnd;
        movedNanos = nanos.getAsLong();
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
    }

    boolean isDone() {
        return position >= end;
    }

    /** The first offset that has not been read. */
    long position() {
        return position;
    }

    /** Offsets deleted by retention before they were read. */
    long gone() {
        return gone;
    }

    /**
     * The next records; none while the broker is slow.
     *
     * @throws ReplayException after {@link #PATIENCE} without progress
     */
    List<ConsumerRecord<byte[], byte[]>> next() {
        List<ConsumerRecord<byte[], byte[]>> records = poll();
        long nowNanos = nanos.getAsLong();
        // The position also steps over transaction markers, which are no records.
        long reached = Math.min(end, consumer.position(partition));
        if (reached > position) {
            position = reached;
            movedNanos = nowNanos;
        } else if (nowNanos - movedNanos > PATIENCE.toNanos()) {
            throw new ReplayException(
                    "no progress in reading %s for %d s, at offset %d; check its leader, then run the same command again",
                    partition, PATIENCE.toSeconds(), position);
        }
        return records.stream().filter(record -> record.offset() < end).toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> poll() {
        try {
            return consumer.poll(POLL).records(partition);
        } catch (OffsetOutOfRangeException e) {
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(List.of(partition));
            long beginning = beginnings.getOrDefault(partition, end);
            gone += Math.max(0, Math.min(beginning, end) - Math.max(position, doneBelow));
            consumer.seek(partition, Math.min(beginning, end));
            return List.of();
        }
    }
}
