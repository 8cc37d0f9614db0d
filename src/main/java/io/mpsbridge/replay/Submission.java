package io.mpsbridge.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.event.KnownScopes;
import io.mpsbridge.event.OutboundRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Puts created events on their topic, as bare JSON with the task id as key. Blocks its caller, one thread. */
public final class Submission implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_OPEN = 1_000;

    private final String topic;
    private final ClientConfigs configs;
    private final KafkaProducer<byte[], byte[]> producer;
    private final InstantSource wall;
    private final EventDecoder decoder;
    private final AtomicReference<@Nullable String> limit = new AtomicReference<>();
    private final Semaphore room = new Semaphore(MOST_OPEN);

    /**
     * Opens a producer without sending anything.
     *
     * @throws ClientSettingsException if the producer refuses its settings
     */
    public Submission(KafkaSettings kafka, InstantSource wall) {
        this.topic = kafka.topics().created();
        this.configs = new ClientConfigs(kafka);
        this.wall = wall;
        this.decoder = new EventDecoder(wall, KnownScopes.any());
        this.producer = ClientSettingsException.unlessRefused(() -> new KafkaProducer<>(configs.submitter()));
    }

    /** Receives the result for one event, on any thread. */
    public interface Fate {
        /** It names this account, or null for the default one; told before it is sent. */
        default void addressed(@Nullable String account) {}

        /** The broker has stored it. */
        void placed(Place place);

        /** It is not on the topic. */
        void refused(String reason);
    }

    /** Where the broker stored an event. */
    public record Place(String topic, int partition, long offset) {}

    /** The data of a created event. */
    public static byte[] event(
            String taskId,
            @Nullable String kind,
            @Nullable String account,
            @Nullable String model,
            @Nullable Instant submittedAt) {
        ObjectNode json = JSON.createObjectNode().put("taskId", taskId);
        put(json, "kind", kind);
        put(json, "account", account);
        put(json, "model", model);
        put(json, "submittedAt", submittedAt == null ? null : submittedAt.toString());
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot be written", e);
        }
    }

    private static void put(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    /**
     * Sends the data of an event, or refuses what the bridge could not read. Returns before the broker has stored it;
     * waits while a thousand sends are open.
     */
    public void send(byte[] event, Fate fate) throws InterruptedException {
        Decoded decoded = decoder.decode(new InboundRecord(topic, 0, 0, wall.instant(), null, event, List.of()));
        if (decoded instanceof Decoded.Task task) {
            fate.addressed(task.task().scope().account());
            room.acquire();
            send(new ProducerRecord<>(topic, task.task().taskId().getBytes(StandardCharsets.UTF_8), event), fate);
        } else if (decoded instanceof Decoded.Unreadable unreadable) {
            fate.refused(unreadable.rejection().message());
        } else {
            throw new IllegalStateException("an event with a value was decoded as " + decoded);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its failure is the callback's
    private void send(ProducerRecord<byte[], byte[]> record, Fate fate) {
        try {
            producer.send(record, (place, failure) -> {
                room.release();
                if (failure == null) {
                    fate.placed(new Place(place.topic(), place.partition(), place.offset()));
                } else {
                    refuse(record, failure, fate);
                }
            });
        } catch (KafkaException e) {
            room.release();
            refuse(record, e, fate);
        }
    }

    private void refuse(ProducerRecord<byte[], byte[]> record, Exception failure, Fate fate) {
        if (failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException) {
            int bytes = new OutboundRecord(topic, record.key(), record.value(), List.of()).batchBytes();
            fate.refused("its record of " + bytes + " bytes does not fit the topic " + topic + limit());
        } else {
            fate.refused(String.valueOf(failure.getMessage()));
        }
    }

    /** Asked once: many events may be too large. */
    private String limit() {
        String known = limit.get();
        if (known == null) {
            known = TopicLimit.of(configs, topic);
            limit.set(known);
        }
        return known;
    }

    /** Waits for the results of all sends. */
    public void await() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
