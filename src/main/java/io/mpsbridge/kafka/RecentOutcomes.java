package io.mpsbridge.kafka;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.Lifetimes;
import io.mpsbridge.task.Lifetime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest terminal events on the topics, read once by a consumer outside any group: how long recent tasks took.
 * Bounded in records, bytes and time; if the topics are unreadable, nothing is learned and no harm done. Blocks; not
 * for the loop's thread.
 */
public final class RecentOutcomes {

    /** Per topic, spread evenly over its partitions. */
    static final int RECORDS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(RecentOutcomes.class);
    private static final long BYTES = 32L << 20;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaSettings settings;
    private final LongSupplier nanos;
    private boolean owns;

    /** @param nanos a monotonic clock */
    public RecentOutcomes(KafkaSettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
    }

    /**
     * Records an assignment; when the first partitions come, reads in the background. One thread.
     *
     * @param learner receives the result on another thread
     */
    public void assigned(Set<Integer> partitions, java.util.function.Consumer<List<Lifetime>> learner) {
        boolean takesOver = !owns && !partitions.isEmpty();
        owns = !partitions.isEmpty();
        if (takesOver) {
            Thread reader = new Thread(() -> learner.accept(read()), "mps-bridge-history");
            reader.setDaemon(true);
            reader.start();
        }
    }

    /** What can be read within a few seconds, oldest first in each partition. */
    public List<Lifetime> read() {
        List<Lifetime> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config())) {
            Map<TopicPartition, Long> ends = begin(consumer);
            read(consumer, ends, found);
            LOG.atInfo().addKeyValue("tasks", found.size()).log("learned from the last terminal events");
        } catch (KafkaException e) {
            LOG.atInfo()
                    .addKeyValue("tasks", found.size())
                    .addKeyValue("reason", e.toString())
                    .log("the last terminal events cannot be read: how long tasks take is learned anew");
        }
        return found;
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new ClientConfigs(settings).reader(settings.groupId() + "-history");
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(LIMIT.toMillis()));
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(LIMIT.toMillis()));
        return config;
    }

    /** Assigns and seeks; returns where to stop. */
    private Map<TopicPartition, Long> begin(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Integer> shares = new HashMap<>();
        for (String topic :
                List.of(settings.topics().completed(), settings.topics().failed())) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            partitions.forEach(partition -> shares.put(
                    new TopicPartition(topic, partition.partition()), Math.max(1, RECORDS / partitions.size())));
        }
        consumer.assign(shares.keySet());
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(shares.keySet());
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(shares.keySet()));
        shares.forEach((partition, share) -> consumer.seek(
                partition, Math.max(beginnings.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L) - share)));
        return ends;
    }

    private void read(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, List<Lifetime> found) {
        long deadlineNanos = nanos.getAsLong() + LIMIT.toNanos();
        long bytes = 0;
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        while (!ends.isEmpty() && bytes < BYTES && deadlineNanos - nanos.getAsLong() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                bytes += Math.max(0, record.serializedValueSize());
                if (record.value() != null) {
                    Lifetimes.read(record.value()).ifPresent(found::add);
                }
            }
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            consumer.pause(consumer.assignment().stream()
                    .filter(partition -> !ends.containsKey(partition))
                    .toList());
        }
    }
}
