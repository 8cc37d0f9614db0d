package io.mpsbridge.kafka;

import io.mpsbridge.clients.ClientConfigs;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** All partitions of the topic of hints, from the end. Any failure is an exception: the caller opens it anew. */
final class HintPartitions implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofMillis(500);

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;

    /** Sends nothing yet. */
    HintPartitions(ClientConfigs configs, String topic) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(configs.hints());
    }

    /** Ends a call that another thread waits in, or the next one, by an exception. */
    void wakeUp() {
        consumer.wakeup();
    }

    /** Looks for the topic's partitions, since it may have grown, or be gone. */
    void look() {
        Set<TopicPartition> found = consumer.partitionsFor(topic).stream()
                .map(HintPartitions::partition)
                .collect(Collectors.toSet());
        if (found.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no topic " + topic);
        }
        Set<TopicPartition> added = new HashSet<>(found);
        added.removeAll(consumer.assignment());
        if (!found.equals(consumer.assignment())) {
            consumer.assign(found);
            toEnd(added);
        }
    }

    ConsumerRecords<byte[], byte[]> poll() {
        return consumer.poll(POLL);
    }

    /** Passes over what has not been read yet; returns how many records these are. */
    long skip() {
        Set<TopicPartition> all = consumer.assignment();
        long before = all.stream().mapToLong(consumer::position).sum();
        toEnd(all);
        return Math.max(0, all.stream().mapToLong(consumer::position).sum() - before);
    }

    private void toEnd(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        ends.forEach(consumer::seek);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }
}
