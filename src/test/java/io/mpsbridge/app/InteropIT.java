package io.mpsbridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Software that is not ours on both sides of a running bridge. */
class InteropIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void eventsOfTheSdksSerializerAreAnsweredWithEventsThatItsDeserializerReads() throws Exception {
        try (BridgeRig rig = new BridgeRig(2);
                Bridge bridge = rig.start();
                CloudEventDeserializer sdk = new CloudEventDeserializer()) {
            assertThat(bridge.adminPort()).isPositive();
            send(rig, Encoding.BINARY, "sim-binary;for=1s");
            send(rig, Encoding.STRUCTURED, "sim-structured;for=1s;end=fail");

            rig.awaitRecords(2, SOON);

            Map<String, CloudEvent> answers = rig.answers().records().stream()
                    .map(record -> sdk.deserialize(record.topic(), record.headers(), record.value()))
                    .collect(Collectors.toMap(CloudEvent::getSubject, event -> event));
            assertThat(answers).containsOnlyKeys("sim-binary;for=1s", "sim-structured;for=1s;end=fail");
            assertThat(answers.values())
                    .allSatisfy(answer ->
                            assertThat(answer.getExtension("causationid")).isEqualTo("id-of-" + answer.getSubject()));
            assertThat(answers.get("sim-binary;for=1s").getType()).isEqualTo("io.mpsbridge.task.completed.v1");
        }
    }

    private static void send(BridgeRig rig, Encoding encoding, String taskId) throws Exception {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", rig.broker().bootstrapServers());
        config.put(CloudEventSerializer.ENCODING_CONFIG, encoding);
        if (encoding == Encoding.STRUCTURED) {
            config.put(CloudEventSerializer.EVENT_FORMAT_CONFIG, JsonFormat.CONTENT_TYPE);
        }
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", CloudEventSerializer.class);
        CloudEvent event = CloudEventBuilder.v1()
                .withId("id-of-" + taskId)
                .withSource(URI.create("/upstream"))
                .withType("com.example.image.requested")
                .withData("application/json", BridgeRig.json(taskId))
                .build();
        try (KafkaProducer<String, CloudEvent> producer = new KafkaProducer<>(config)) {
            producer.send(new ProducerRecord<>(rig.topics().created(), event)).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void eventsOfKcatAreAnsweredAndItReadsTheAnswers() throws Exception {
        assumeTrue(kcat("-V").exit() == 0, "kcat is not installed");
        try (BridgeRig rig = new BridgeRig(2);
                Bridge bridge = rig.start()) {
            assertThat(bridge.adminPort()).isPositive();
            String broker = rig.broker().bootstrapServers();
            kcat(
                    "{\"taskId\":\"sim-bare;for=1s\",\"metadata\":{\"order\":7}}",
                    "-b",
                    broker,
                    "-P",
                    "-t",
                    rig.topics().created());
            kcat(
                    "{\"taskId\":\"sim-headers;for=1s\"}",
                    "-b",
                    broker,
                    "-P",
                    "-t",
                    rig.topics().created(),
                    "-H",
                    "ce_specversion=1.0",
                    "-H",
                    "ce_id=order-7-1",
                    "-H",
                    "ce_source=/orders",
                    "-H",
                    "ce_type=com.example.image.requested",
                    "-H",
                    "ce_correlationid=order-7");

            rig.awaitRecords(2, SOON);

            String read = kcat(
                            "",
                            "-b",
                            broker,
                            "-C",
                            "-t",
                            rig.topics().completed(),
                            "-X",
                            "isolation.level=read_committed",
                            "-o",
                            "beginning",
                            "-e",
                            "-q",
                            "-f",
                            "%h\\n%s\\n")
                    .output();
            assertThat(read)
                    .contains("ce_type=io.mpsbridge.task.completed.v1")
                    .contains("ce_causationid=order-7-1")
                    .contains("ce_correlationid=order-7")
                    .contains("ce_causationid=" + rig.topics().created() + "/")
                    .contains("{\"taskId\":\"sim-headers;for=1s\",\"kind\":\"image\",\"status\":\"DONE\"")
                    .contains("\"metadata\":{\"order\":7}");
        }
    }

    private record Ran(int exit, String output) {}

    private static Ran kcat(String input, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("kcat"));
        command.addAll(List.of(arguments));
        if (arguments.length == 0) {
            command.add(input);
        }
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            if (arguments.length > 0) {
                process.getOutputStream().write(input.getBytes(UTF_8));
            }
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Ran(process.exitValue(), output);
        } catch (IOException e) {
            return new Ran(127, String.valueOf(e.getMessage()));
        }
    }
}
