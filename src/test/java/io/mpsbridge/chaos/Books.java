package io.mpsbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mpsbridge.testing.ReadCommitted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What was created against what a {@code read_committed} consumer sees: every created record with a value has one
 * terminal event or one dead letter.
 *
 * @param created the places, {@code topic/partition/offset}, of the records that need an answer
 * @param answers the answers of each place
 */
record Books(Set<String> created, Map<String, List<Answer>> answers) {

    /**
     * Where an answer is.
     *
     * @param written by its writer's clock
     */
    record Answer(TopicPartition partition, long offset, Instant written) {}

    /** Reads all topics from their beginnings. */
    static Books read(String servers) {
        var answers = new TreeMap<String, List<Answer>>();
        for (var each : ReadCommitted.from(servers, Rig.COMPLETED, Rig.FAILED, Rig.DEAD_LETTER)
                .records()) {
            answered(each)
                    .ifPresent(place -> answers.computeIfAbsent(place, ignored -> new ArrayList<>())
                            .add(new Answer(
                                    new TopicPartition(each.topic(), each.partition()),
                                    each.offset(),
                                    Instant.ofEpochMilli(each.timestamp()))));
        }
        return new Books(created(servers), answers);
    }

    static Set<String> created(String servers) {
        var places = new HashSet<String>();
        for (var each : ReadCommitted.from(servers, Rig.CREATED).records()) {
            if (each.value() != null) {
                places.add(each.topic() + "/" + each.partition() + "/" + each.offset());
            }
        }
        return places;
    }

    /** Waits until every place is answered; returns without having seen that when the time is up. */
    static void awaitAnswers(String servers, Set<String> created, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        var open = new HashSet<>(created);
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = Stream.of(Rig.COMPLETED, Rig.FAILED, Rig.DEAD_LETTER)
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!open.isEmpty() && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(each -> answered(each).ifPresent(open::remove));
            }
        }
    }

    Set<String> missing() {
        var missing = new TreeSet<>(created);
        missing.removeAll(answers.keySet());
        return missing;
    }

    Map<String, List<Answer>> doubled() {
        var doubled = new TreeMap<>(answers);
        doubled.values().removeIf(each -> each.size() == 1);
        return doubled;
    }

    /** Answers to what nobody created. */
    Set<String> invented() {
        var invented = new TreeSet<>(answers.keySet());
        invented.removeAll(created);
        return invented;
    }

    private static Optional<String> answered(ConsumerRecord<byte[], byte[]> answer) {
        if (!answer.topic().equals(Rig.DEAD_LETTER)) {
            return ReadCommitted.header("ce_causationid").apply(answer);
        }
        var headers = new HashMap<String, String>();
        answer.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return Optional.of(String.join(
                "/",
                List.of(
                        headers.getOrDefault("__dlq.errors.topic", "?"),
                        headers.getOrDefault("__dlq.errors.partition", "?"),
                        headers.getOrDefault("__dlq.errors.offset", "?"))));
    }
}
