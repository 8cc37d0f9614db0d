package io.mpsbridge.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mpsbridge.config.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a downstream consumer sees: committed records of the terminal topics, counted by task id. */
final class OutcomeCounter implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String completedTopic;
    private final String deadLetterTopic;
    private final Map<String, Integer> byTask = new HashMap<>();
    private int completed;
    private int failed;
    private int deadLetters;

    OutcomeCounter(String servers, Settings settings) {
        this.completedTopic = settings.kafka().topics().completed();
        this.deadLetterTopic = settings.kafka().topics().deadLetter();
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", servers,
                        "group.id", "demo-consumer",
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(completedTopic, settings.kafka().topics().failed(), deadLetterTopic));
    }

    void read(Duration timeout) throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            if (record.topic().equals(deadLetterTopic)) {
                deadLetters++;
                continue;
            }
            byTask.merge(JSON.readTree(record.value()).path("taskId").asText(), 1, Integer::sum);
            if (record.topic().equals(completedTopic)) {
                completed++;
            } else {
                failed++;
            }
        }
    }

    int tasksAnswered() {
        return byTask.size();
    }

    int completed() {
        return completed;
    }

    int failed() {
        return failed;
    }

    int deadLetters() {
        return deadLetters;
    }

    /** Answers beyond the first of each task. */
    int doubled() {
        return byTask.values().stream().mapToInt(count -> count - 1).sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
