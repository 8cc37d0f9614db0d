package io.mpsbridge.replay;

import io.mpsbridge.clients.Records;
import io.mpsbridge.event.InboundRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads single created records by partition and offset, through a consumer of its own. */
final class CreatedTopic implements LetterChooser.Originals, AutoCloseable {

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final PartitionReader reader;
    private final int partitions;

    CreatedTopic(String topic, Map<String, Object> config, LongSupplier nanos) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(config);
        this.reader = new PartitionReader(consumer, nanos);
        this.partitions = consumer.partitionsFor(topic).size();
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public Optional<InboundRecord> at(int number, long offset) {
        if (number >= partitions) {
            return Optional.empty();
        }
        TopicPartition partition = new TopicPartition(topic, number);
        Long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (end == null || offset >= end) {
            return Optional.empty();
        }
        reader.begin(partition, offset, offset + 1);
        while (!reader.isDone()) {
            for (ConsumerRecord<byte[], byte[]> record : reader.next()) {
                if (record.offset() == offset) {
                    return Optional.of(Records.inbound(record));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
