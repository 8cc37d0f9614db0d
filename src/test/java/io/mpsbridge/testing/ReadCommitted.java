package io.mpsbridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Everything that a {@code read_committed} consumer sees on some topics, up to the last stable offsets at the moment of
 * the reading.
 *
 * @param records by partition in the order of their offsets
 */
public record ReadCommitted(List<ConsumerRecord<byte[], byte[]>> records) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    public ReadCommitted {
        records = List.copyOf(records);
    }

    /** Reads whole topics; fails if that takes more than two minutes. */
    public static ReadCommitted from(String bootstrapServers, String... topics) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        forEach(bootstrapServers, records::add, topics);
        return new ReadCommitted(records);
    }

    /** The same one by one, for topics that hold more than fits into memory. */
    public static void forEach(
            String bootstrapServers, Consumer<ConsumerRecord<byte[], byte[]>> taker, String... topics) {
        forEach(bootstrapServers, "read_committed", taker, topics);
    }

    /** All that was written one by one, what was aborted or never ended too. */
    public static void forEachWritten(
            String bootstrapServers, Consumer<ConsumerRecord<byte[], byte[]>> taker, String... topics) {
        forEach(bootstrapServers, "read_uncommitted", taker, topics);
    }

    private static void forEach(
            String bootstrapServers,
            String isolation,
            Consumer<ConsumerRecord<byte[], byte[]>> taker,
            String... topics) {
        try (var consumer = consumer(bootstrapServers, isolation)) {
            var ends = consumer.endOffsets(assign(consumer, topics));
            readTo(ends, consumer, each -> {
                if (each.offset() < ends.get(new TopicPartition(each.topic(), each.partition()))) {
                    taker.accept(each);
                }
            });
        }
    }

    static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, String isolation) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", isolation,
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                // A fetch that waits for records holds up the question for the ends.
                "fetch.max.wait.ms", "10");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** All partitions of the topics, from their beginnings. */
    static List<TopicPartition> assign(KafkaConsumer<byte[], byte[]> consumer, String... topics) {
        var partitions = Stream.of(topics)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    /** Those of one topic. */
    public ReadCommitted of(String topic) {
        return new ReadCommitted(
                records.stream().filter(each -> each.topic().equals(topic)).toList());
    }

    /** How often each value occurs; records without one are left out. */
    public Map<String, Integer> counts(Function<ConsumerRecord<byte[], byte[]>, Optional<String>> value) {
        var counts = new TreeMap<String, Integer>();
        records.forEach(each -> value.apply(each).ifPresent(found -> counts.merge(found, 1, Integer::sum)));
        return counts;
    }

    /** Records per event id, {@code ce_id}. */
    public Map<String, Integer> countsByEventId() {
        return counts(header("ce_id"));
    }

    /** Records per {@code taskId} of their JSON value. */
    public Map<String, Integer> countsByTaskId() {
        return counts(ReadCommitted::taskId);
    }

    /** The last header of that name, as text. */
    public static Function<ConsumerRecord<byte[], byte[]>, Optional<String>> header(String name) {
        return each ->
                Optional.ofNullable(each.headers().lastHeader(name)).map(header -> new String(header.value(), UTF_8));
    }

    private static Optional<String> taskId(ConsumerRecord<byte[], byte[]> each) {
        try {
            return Optional.ofNullable(
                    JSON.readTree(each.value()).path("taskId").textValue());
        } catch (IOException | IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }

    /** Reads as far as that at least. */
    static void readTo(
            Map<TopicPartition, Long> ends,
            KafkaConsumer<byte[], byte[]> consumer,
            Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not read to " + ends + " within " + LIMIT);
            }
            consumer.poll(Duration.ofMillis(200)).forEach(taker);
        }
    }
}
