package io.mpsbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When each terminal event of a partition became visible to a reader of committed records that never gives up. */
final class Sightings implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Long> seenNanos = new LinkedHashMap<>();
    private final CompletableFuture<Void> ended;

    private Sightings(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        this.ended = CompletableFuture.runAsync(this::read);
    }

    static Sightings of(String bootstrapServers, String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "reconnect.backoff.ms", "20",
                "reconnect.backoff.max.ms", "20",
                "retry.backoff.ms", "20",
                "retry.backoff.max.ms", "20");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new Sightings(consumer);
    }

    private void read() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    synchronized (seenNanos) {
                        seenNanos.putIfAbsent(taskId(each), System.nanoTime());
                    }
                }
            }
        } catch (WakeupException closed) {
            return;
        }
    }

    private static String taskId(ConsumerRecord<byte[], byte[]> each) {
        try {
            return JSON.readTree(new String(each.value(), UTF_8)).path("taskId").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By task, in the order of the partition. */
    Map<String, Long> seenNanos() {
        if (ended.isCompletedExceptionally()) {
            ended.join();
        }
        synchronized (seenNanos) {
            return new LinkedHashMap<>(seenNanos);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        ended.join();
    }
}
