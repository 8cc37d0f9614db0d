package io.mpsbridge.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mpsbridge.config.Settings;
import io.mpsbridge.kafka.ClientConfigs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Puts created events on their topic, as bare JSON with the task id as key. Blocks until the broker has them. */
public final class Submission implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Opens a producer; nothing is sent yet. */
    public Submission(Settings settings) {
        this.topic = settings.kafka().topics().created();
        this.producer = new KafkaProducer<>(new ClientConfigs(settings.kafka()).submitter());
    }

    /** A task to be watched. */
    public record Item(
            String taskId, @Nullable String model, @Nullable Instant submittedAt) {}

    /**
     * Sends all and waits.
     *
     * @return where each came to stand, {@code topic/partition/offset}, in the order given
     * @throws ExecutionException if the broker did not take one of them; some may have been taken
     */
    public List<String> submit(List<Item> items) throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Item item : items) {
            sent.add(producer.send(
                    new ProducerRecord<>(topic, item.taskId().getBytes(StandardCharsets.UTF_8), value(item))));
        }
        List<String> places = new ArrayList<>();
        for (Future<RecordMetadata> each : sent) {
            RecordMetadata place = each.get();
            places.add(place.topic() + "/" + place.partition() + "/" + place.offset());
        }
        return places;
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private static byte[] value(Item item) {
        ObjectNode json = JSON.createObjectNode().put("taskId", item.taskId());
        if (item.model() != null) {
            json.put("model", item.model());
        }
        if (item.submittedAt() != null) {
            json.put("submittedAt", item.submittedAt().toString());
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts cannot be written", e);
        }
    }
}
