package io.mpsbridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.mpsbridge.testing.ReadCommitted;
import java.net.URI;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The bridge between a real broker and a real HTTP peer. */
class BridgeIT {

    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void everyKindOfEventIsAnsweredOnceAndWhatCannotBeReadIsADeadLetter() throws Exception {
        try (BridgeRig rig = new BridgeRig(3);
                Bridge bridge = rig.start()) {
            rig.event("sim-bare;for=2s");
            rig.event("sim-fails;for=1s;end=fail");
            rig.send(binary(rig, event("sim-binary;for=1s")));
            rig.send(structured(rig, event("sim-structured;for=1s")));
            rig.send(new ProducerRecord<>(rig.topics().created(), null, "{not json".getBytes(UTF_8)));
            rig.send(new ProducerRecord<>(rig.topics().created(), null, null));

            rig.awaitRecords(5, SOON);

            ReadCommitted completed = rig.answers().of(rig.topics().completed());
            ReadCommitted failed = rig.answers().of(rig.topics().failed());
            assertThat(completed.countsByTaskId())
                    .containsOnlyKeys("sim-bare;for=2s", "sim-binary;for=1s", "sim-structured;for=1s")
                    .doesNotContainValue(2);
            assertThat(failed.countsByTaskId()).containsOnlyKeys("sim-fails;for=1s;end=fail");
            assertThat(rig.deadLetters().records()).singleElement().satisfies(letter -> {
                assertThat(letter.value()).isEqualTo("{not json".getBytes(UTF_8));
                assertThat(letter.headers().lastHeader("mps-bridge-error-code")).isNotNull();
            });
            assertThat(BridgeRig.get(bridge.adminPort(), "/readyz").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aTerminalEventIsACloudEventThatTheOfficialSdkReads() {
        try (BridgeRig rig = new BridgeRig(1);
                Bridge bridge = rig.start();
                CloudEventDeserializer sdk = new CloudEventDeserializer()) {
            assertThat(bridge.adminPort()).isPositive();
            rig.send(binary(rig, event("sim-a;for=1s")));

            rig.awaitRecords(1, SOON);

            ConsumerRecord<byte[], byte[]> record = rig.answers().records().get(0);
            CloudEvent read = sdk.deserialize(record.topic(), record.headers(), record.value());
            assertThat(read.getType()).isEqualTo("io.mpsbridge.task.completed.v1");
            assertThat(read.getSubject()).isEqualTo("sim-a;for=1s");
            assertThat(read.getExtension("causationid")).isEqualTo("id-of-sim-a;for=1s");
            assertThat(read.getExtension("correlationid")).isEqualTo("order-7");
        }
    }

    @Test
    void whatABridgeLeavesUnfinishedTheNextOneAnswersAndNothingTwice() {
        try (BridgeRig rig = new BridgeRig(2)) {
            try (Bridge first = rig.start()) {
                for (int i = 0; i < 20; i++) {
                    rig.event("sim-" + i + ";for=" + (i % 2 == 0 ? 1 : 12) + "s");
                }
                rig.awaitRecords(10, SOON);
                assertThat(first.adminPort()).isPositive();
            }
            int before = rig.answers().records().size();
            try (Bridge second = rig.start()) {
                rig.awaitRecords(20, SOON);
                assertThat(second.adminPort()).isPositive();
            }

            assertThat(before).isBetween(10, 19);
            assertThat(rig.answers().countsByTaskId()).hasSize(20).doesNotContainValue(2);
        }
    }

    private static ProducerRecord<byte[], byte[]> binary(BridgeRig rig, CloudEvent event) {
        return withoutKey(
                KafkaMessageFactory.createWriter(rig.topics().created()).writeBinary(event));
    }

    private static ProducerRecord<byte[], byte[]> structured(BridgeRig rig, CloudEvent event) {
        return withoutKey(KafkaMessageFactory.createWriter(rig.topics().created())
                .writeStructured(event, JsonFormat.CONTENT_TYPE));
    }

    private static ProducerRecord<byte[], byte[]> withoutKey(ProducerRecord<Void, byte[]> record) {
        return new ProducerRecord<>(record.topic(), null, (byte[]) null, record.value(), record.headers());
    }

    private static CloudEvent event(String taskId) {
        return CloudEventBuilder.v1()
                .withId("id-of-" + taskId)
                .withSource(URI.create("urn:upstream"))
                .withType("com.example.task.created")
                .withExtension("correlationid", "order-7")
                .withData("application/json", BridgeRig.json(taskId))
                .build();
    }
}
