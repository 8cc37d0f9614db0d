package io.mpsbridge.testing;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What a {@code read_committed} consumer sees of whole topics, for tests that look again and again: each look reads on
 * where the one before ended. The topics are the same ones all the time.
 */
public final class CommittedTopics implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();

    public CommittedTopics(String bootstrapServers, String... topics) {
        consumer = ReadCommitted.consumer(bootstrapServers, "read_committed");
        partitions = ReadCommitted.assign(consumer, topics);
    }

    /** All that is committed by now. */
    public synchronized ReadCommitted look() {
        ReadCommitted.readTo(consumer.endOffsets(partitions), consumer, read::add);
        return new ReadCommitted(read);
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
