package io.mpsbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mpsbridge.testing.ReadCommitted;
import java.io.IOException;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What was created against what a {@code read_committed} consumer sees: every created record with a value has one
 * terminal event or one dead letter, and the right one.
 *
 * @param created the records that need an answer, by their places, {@code topic/partition/offset}
 * @param answers the answers of each place
 */
record AnswerLedger(Map<String, CreatedEvent.Label> created, Map<String, List<Answer>> answers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Where an answer is.
     *
     * @param written by its writer's clock
     * @param ending what it says, as {@link Expected} spells it
     */
    record Answer(TopicPartition partition, long offset, Instant written, String ending) {
        static Answer of(ConsumerRecord<byte[], byte[]> answer) {
            return new Answer(
                    new TopicPartition(answer.topic(), answer.partition()),
                    answer.offset(),
                    Instant.ofEpochMilli(answer.timestamp()),
                    AnswerLedger.ending(answer));
        }
    }

    /** Reads all topics from their beginnings. */
    static AnswerLedger read(String servers) {
        var created = created(servers);
        var places = places(created);
        var answers = new TreeMap<String, List<Answer>>();
        ReadCommitted.forEach(
                servers,
                each -> answered(each)
                        .ifPresent(cause -> answers.computeIfAbsent(
                                        places.getOrDefault(cause, cause), ignored -> new ArrayList<>())
                                .add(Answer.of(each))),
                Rig.COMPLETED,
                Rig.FAILED,
                Rig.DEAD_LETTER);
        return new AnswerLedger(created, answers);
    }

    /** The answers to what is missing that were written and that no {@code read_committed} consumer sees. */
    Map<String, List<Answer>> unseen(String servers) {
        var unanswered = unanswered();
        var unseen = new TreeMap<String, List<Answer>>();
        if (!unanswered.isEmpty()) {
            var places = places(created);
            ReadCommitted.forEachWritten(
                    servers,
                    each -> answered(each)
                            .map(cause -> places.getOrDefault(cause, cause))
                            .filter(unanswered::contains)
                            .ifPresent(place -> unseen.computeIfAbsent(place, ignored -> new ArrayList<>())
                                    .add(Answer.of(each))),
                    Rig.COMPLETED,
                    Rig.FAILED,
                    Rig.DEAD_LETTER);
        }
        return unseen;
    }

    static Map<String, CreatedEvent.Label> created(String servers) {
        var created = new HashMap<String, CreatedEvent.Label>();
        ReadCommitted.forEach(
                servers,
                each -> {
                    if (each.value() != null) {
                        created.put(
                                each.topic() + "/" + each.partition() + "/" + each.offset(),
                                CreatedEvent.Label.of(each));
                    }
                },
                Rig.CREATED);
        return created;
    }

    /** Waits until every place is answered; returns without having seen that when the time is up. */
    static void awaitAnswers(String servers, Map<String, CreatedEvent.Label> created, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        var places = places(created);
        var open = new HashSet<>(created.keySet());
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
                        .forEach(each ->
                                answered(each).ifPresent(cause -> open.remove(places.getOrDefault(cause, cause))));
            }
        }
    }

    /** The places without an answer, with what was there. */
    Set<String> missing() {
        return unanswered().stream()
                .map(place -> place + " (" + created.get(place).kind() + ")")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The places without an answer. */
    Set<String> unanswered() {
        var unanswered = new TreeSet<>(created.keySet());
        unanswered.removeAll(answers.keySet());
        return unanswered;
    }

    Map<String, List<Answer>> doubled() {
        var doubled = new TreeMap<>(answers);
        doubled.values().removeIf(each -> each.size() == 1);
        return doubled;
    }

    /** Answers to what nobody created. */
    Set<String> invented() {
        var invented = new TreeSet<>(answers.keySet());
        invented.removeAll(created.keySet());
        return invented;
    }

    /** Answers that are not what their events must end as. */
    Set<String> wrong() {
        var wrong = new TreeSet<String>();
        created.forEach((place, label) -> answers.getOrDefault(place, List.of()).stream()
                .filter(answer -> !label.expected().allows(answer.ending()))
                .forEach(answer -> wrong.add(place + " (" + label.kind() + ") ended as " + answer.ending() + ", not as "
                        + label.expected())));
        return wrong;
    }

    /** How many kinds of events were created. */
    long kinds() {
        return created.values().stream()
                .map(CreatedEvent.Label::kind)
                .distinct()
                .count();
    }

    /** The answer to a CloudEvent names the event's id, and not its place. */
    private static Map<String, String> places(Map<String, CreatedEvent.Label> created) {
        var places = new HashMap<String, String>();
        created.forEach((place, label) -> {
            if (!label.eventId().isEmpty()) {
                places.put(label.eventId(), place);
            }
        });
        return places;
    }

    private static Optional<String> answered(ConsumerRecord<byte[], byte[]> answer) {
        if (!answer.topic().equals(Rig.DEAD_LETTER)) {
            return ReadCommitted.header("ce_causationid").apply(answer);
        }
        return Optional.of(String.join(
                "/",
                List.of(
                        header(answer, "__dlq.errors.topic"),
                        header(answer, "__dlq.errors.partition"),
                        header(answer, "__dlq.errors.offset"))));
    }

    private static String ending(ConsumerRecord<byte[], byte[]> answer) {
        return switch (answer.topic()) {
            case Rig.COMPLETED -> Expected.COMPLETED;
            case Rig.DEAD_LETTER -> Expected.DEAD + header(answer, "mps-bridge-error-code");
            default -> Expected.FAILED + reason(answer.value());
        };
    }

    private static String header(ConsumerRecord<byte[], byte[]> answer, String name) {
        var header = answer.headers().lastHeader(name);
        return header == null ? "?" : new String(header.value(), UTF_8);
    }

    private static String reason(byte[] failed) {
        try {
            return JSON.readTree(failed).path("reason").asText("?");
        } catch (IOException e) {
            return "that is no JSON";
        }
    }
}
