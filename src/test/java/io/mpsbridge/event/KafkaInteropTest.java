package io.mpsbridge.event;

import static io.mpsbridge.event.EventFixtures.ENCODER;
import static io.mpsbridge.event.EventFixtures.NOW;
import static io.mpsbridge.event.EventFixtures.completed;
import static io.mpsbridge.event.EventFixtures.failed;
import static io.mpsbridge.event.EventFixtures.lineage;
import static io.mpsbridge.event.EventFixtures.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.core.v1.CloudEventV1;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CloudEvents SDK's own Kafka binding, on both sides of the bridge. */
class KafkaInteropTest {
    private static final String METADATA = "{\"price\":1.50,\"name\":\"ä\"}";

    private static CloudEvent created(String contentType) {
        return CloudEventBuilder.v1()
                .withId("evt-ä")
                .withSource(URI.create("https://shop.example/orders?x=1"))
                .withType("com.example.created")
                .withSubject("subject")
                .withTime(NOW.minusSeconds(90).atOffset(java.time.ZoneOffset.ofHours(8)))
                .withExtension("correlationid", "order-7")
                .withExtension("replayname", "monday")
                .withExtension("traceparent", EventFixtures.TRACEPARENT)
                .withExtension("priority", 3)
                .withData(contentType, ("{\"taskId\":\"t-1\",\"metadata\":" + METADATA + "}").getBytes(UTF_8))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void eventsOfTheSerializerAreRead(Encoding encoding) {
        Headers headers = new RecordHeaders();
        byte[] value;
        try (CloudEventSerializer serializer = new CloudEventSerializer()) {
            serializer.configure(
                    encoding == Encoding.STRUCTURED
                            ? Map.of(
                                    "cloudevents.serializer.encoding",
                                    encoding,
                                    "cloudevents.serializer.event_format",
                                    JsonFormat.CONTENT_TYPE)
                            : Map.of("cloudevents.serializer.encoding", encoding),
                    false);
            value = serializer.serialize("task-created", headers, created("application/json"));
        }

        assertRead(task(EventFixtures.record(value, own(headers))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/octet-stream"})
    void structuredEventsOfTheMessageFactoryAreReadWhateverTheirDataContentType(String contentType) {
        ProducerRecord<Void, byte[]> record = KafkaMessageFactory.createWriter("task-created")
                .writeStructured(created(contentType), JsonFormat.CONTENT_TYPE);

        assertRead(task(EventFixtures.record(record.value(), own(record.headers()))));
    }

    private static void assertRead(TaskCreated task) {
        assertThat(task.taskId()).isEqualTo("t-1");
        assertThat(task.metadata()).isEqualTo(METADATA);
        assertThat(task.createdAt()).isEqualTo(NOW.minusSeconds(90));
        assertThat(task.lineage().eventId()).isEqualTo("evt-ä");
        assertThat(task.lineage().source()).isEqualTo("https://shop.example/orders?x=1");
        assertThat(task.lineage().correlationId()).isEqualTo("order-7");
        assertThat(task.lineage().replayName()).isEqualTo("monday");
        assertThat(task.lineage().traceparent()).isEqualTo(EventFixtures.TRACEPARENT);
    }

    @Test
    void completedEventsAreReadByTheDeserializer() {
        OutboundRecord record = ENCODER.encode(completed(task(lineage(), METADATA), List.of("https://u/1?a=b&c=d")));

        CloudEvent event = deserialized(record);

        assertThat(event.getType()).isEqualTo("io.mpsbridge.task.completed.v1");
        assertThat(event.getSource()).hasToString("urn:mps-bridge:mps-bridge");
        assertThat(event.getSubject()).isEqualTo("123-task");
        assertThat(event.getTime().toInstant()).isEqualTo(NOW);
        assertThat(event.getDataSchema()).hasToString("urn:mps-bridge:schema:task-completed:v1");
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getExtension("causationid")).isEqualTo("evt-1");
        assertThat(event.getExtension("correlationid")).isEqualTo("order-7");
        assertThat(event.getExtensionNames()).containsExactlyInAnyOrder("causationid", "correlationid");
        assertThat(event.getData().toBytes()).isEqualTo(record.value());
    }

    @Test
    void failedEventsAreReadByTheMessageFactory() {
        TaskOutcome outcome = failed(task(lineage(), null), "no image");
        OutboundRecord record = ENCODER.encode(outcome);

        CloudEvent event = KafkaMessageFactory.createReader(kafkas(record.headers()), record.value())
                .toEvent();

        assertThat(event).isInstanceOf(CloudEventV1.class);
        assertThat(event.getType()).isEqualTo("io.mpsbridge.task.failed.v1");
        assertThat(event.getId())
                .isEqualTo(EventId.of(lineage(), "123-task", event.getType()).toString());
    }

    private static CloudEvent deserialized(OutboundRecord record) {
        try (CloudEventDeserializer deserializer = new CloudEventDeserializer()) {
            deserializer.configure(Map.of(), false);
            return deserializer.deserialize(record.topic(), kafkas(record.headers()), record.value());
        }
    }

    private static Headers kafkas(List<RecordHeader> headers) {
        Headers kafkas = new RecordHeaders();
        headers.forEach(header -> kafkas.add(header.name(), header.value()));
        return kafkas;
    }

    private static List<RecordHeader> own(Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .map(header -> new RecordHeader(header.key(), header.value()))
                .toList();
    }
}
