package io.mpsbridge.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Created events in, terminal events out: JSON with the headers of CloudEvents. */
final class Events {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PeerSettings settings;

    Events(PeerSettings settings) {
        this.settings = settings;
    }

    /** @throws IllegalArgumentException if the event cannot be read */
    static Created read(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode event = JSON.readTree(record.value());
            JsonNode taskId = event.path("taskId");
            if (!taskId.isTextual() || taskId.textValue().isBlank()) {
                throw new IllegalArgumentException("no taskId");
            }
            String key = record.key() == null ? taskId.textValue() : new String(record.key(), UTF_8);
            return new Created(key, taskId.textValue(), event);
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }

    /** The terminal event. */
    ProducerRecord<byte[], byte[]> terminal(Created created, VendorClient.Answer answer) {
        ObjectNode data = JSON.createObjectNode()
                .put("taskId", created.taskId())
                .put("status", answer.status())
                .put("detectedAt", Instant.now().toString());
        data.set("requestId", answer.response().path("RequestId"));
        data.set("metadata", created.event().path("metadata"));
        data.set(
                answer.isDone() ? "imageUrls" : "message",
                answer.response().path(answer.isDone() ? "ImageUrls" : "Message"));
        String topic = answer.isDone() ? settings.completed() : settings.failed();
        var record = new ProducerRecord<>(topic, created.key().getBytes(UTF_8), bytes(data));
        String type = answer.isDone() ? "task.completed.v1" : "task.failed.v1";
        record.headers()
                .add("ce_specversion", "1.0".getBytes(UTF_8))
                .add("ce_id", id(created, type).getBytes(UTF_8))
                .add("ce_source", "/peer".getBytes(UTF_8))
                .add("ce_type", type.getBytes(UTF_8))
                .add("ce_subject", created.taskId().getBytes(UTF_8))
                .add("content-type", "application/json".getBytes(UTF_8));
        return record;
    }

    /** The same however often the work is done, so that consumers can tell repetitions. */
    private static String id(Created created, String type) {
        return UUID.nameUUIDFromBytes((created.taskId() + type).getBytes(UTF_8)).toString();
    }

    private static byte[] bytes(ObjectNode data) {
        try {
            return JSON.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written", e);
        }
    }

    /** @param key the record's, or the task id */
    record Created(String key, String taskId, JsonNode event) {}
}
