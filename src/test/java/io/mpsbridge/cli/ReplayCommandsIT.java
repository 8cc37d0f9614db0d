package io.mpsbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.testing.ChildProcess;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.ReadCommitted;
import io.mpsbridge.testing.SharedBroker;
import io.mpsbridge.testing.TestTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submitting, replaying and dead letters as an operator does it: by processes, files and exit codes. */
class ReplayCommandsIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String name = "o" + UUID.randomUUID().toString().substring(0, 8);
    private final List<ChildProcess> started = new ArrayList<>();
    private final KafkaBroker broker = SharedBroker.get();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        started.forEach(ChildProcess::close);
    }

    private ChildProcess start(String... arguments) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("BRIDGE_GROUP_ID", name);
        environment.putAll(new TestTopics(name).environment());
        ChildProcess process = ChildProcess.bridge(name + "-" + arguments[0], environment, arguments);
        started.add(process);
        return process;
    }

    private ReadCommitted created() {
        return ReadCommitted.from(broker.bootstrapServers(), name + "-created");
    }

    @Test
    void linesAreSubmittedAndAReplayOfThemThatIsToldToStopSaysHowToGoOn() throws IOException {
        broker.createTopics(Map.of(name + "-created", 2));
        Path file = Files.writeString(
                folder.resolve("events"),
                IntStream.range(0, 40)
                        .mapToObj(i -> i == 7 ? "{\"taskId\":7}" : "{\"taskId\":\"t-" + i + "\"}")
                        .collect(Collectors.joining("\n")));

        ChildProcess submit = start("submit", "--file", file.toString(), "-o", "json");
        assertThat(submit.awaitExit(LIMIT)).isEqualTo(3);
        assertThat(submit.lines())
                .anyMatch(line -> line.contains("line 8: the field 'taskId' must be a string"))
                .contains("{\"sent\":39,\"refused\":1}");

        ChildProcess replay =
                start(replay("--rate=5", "--kafka.producer.sasl.jaas.config=very-secret", "--report=" + folder + "/r"));
        replay.awaitLine("\"progress\"", LIMIT);
        replay.terminate();
        assertThat(replay.awaitExit(LIMIT)).isEqualTo(3);
        assertThat(replay.lines())
                .anyMatch(line -> line.matches(".*To resume: java -jar \\S+mps-bridge.jar replay .*")
                        && line.contains("--name monday")
                        && line.contains("--reason 'it'\\''s lost'")
                        && line.contains("--execute"))
                .noneMatch(line -> line.contains("very-secret"));
        assertThat(Files.readString(folder.resolve("r"))).contains("\"state\":\"stopped\"");

        ChildProcess goesOn = start(replay("--rate=1000"));
        assertThat(goesOn.awaitExit(LIMIT)).isZero();
        assertThat(goesOn.lines())
                .anyMatch(line -> line.contains("\"state\":\"done\"") && line.contains("\"sentInAllRuns\":39"));
        assertThat(created().countsByTaskId())
                .hasSize(39)
                .allSatisfy((id, count) -> assertThat(count).isEqualTo(2));
    }

    private static String[] replay(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "replay",
                "--name=monday",
                "--reason=it's lost",
                "--source=created",
                "--from=2020-01-01T00:00:00Z",
                "--to=2100-01-01T00:00:00Z",
                "-o=json",
                "--execute"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void aLetterIsListedShownMendedAndRedrivenOnce() throws Exception {
        broker.createTopics(Map.of(name + "-created", 1, name + "-dlt", 1));
        letter("{\"taskId\": \u001b[31m");
        Path broken = folder.resolve("broken");
        Path mended = Files.writeString(folder.resolve("mended"), "{\"taskId\":\"t-mended\"}");

        ChildProcess list = start("dlt", "list", "-o", "json");
        assertThat(list.awaitExit(LIMIT)).isZero();
        assertThat(list.lines())
                .anyMatch(line -> line.contains("\"code\":\"not-json\"") && line.contains("\"offset\":0"));

        ChildProcess show = start("dlt", "show", "0:0", "--value-to", broken.toString());
        assertThat(show.awaitExit(LIMIT)).isZero();
        assertThat(show.lines())
                .anyMatch(line -> line.contains("say it in JSON"))
                .noneMatch(line -> line.contains("\u001b"));
        assertThat(Files.readString(broken)).isEqualTo("{\"taskId\": \u001b[31m");

        String[] redrive = {"dlt", "redrive", "0:0", "--value-file", mended.toString(), "--reason", "r", "--execute"};
        for (int time = 0; time < 2; time++) {
            assertThat(start(redrive).awaitExit(LIMIT)).isZero();
        }
        assertThat(created().countsByTaskId()).containsExactlyEntriesOf(Map.of("t-mended", 1));
        assertThat(ReadCommitted.header("mps-bridge-origin-id")
                        .apply(created().records().get(0)))
                .contains(name + "-created/0/41");
    }

    @Test
    void aLetterThatIsNotThereIsNotFoundAndNothingIsSaidToBeDone() throws Exception {
        broker.createTopics(Map.of(name + "-created", 1, name + "-dlt", 1));
        letter("{");

        ChildProcess counted = start("dlt", "redrive", "0:9999", "--reason=r");
        ChildProcess sent = start("dlt", "redrive", "0:9999", "--reason=r", "--execute");

        for (ChildProcess each : List.of(counted, sent)) {
            assertThat(each.awaitExit(LIMIT)).isEqualTo(3);
            assertThat(each.lines())
                    .anyMatch(line -> line.matches("not found +letter 0:9999"))
                    .noneMatch(line -> line.contains("Add --execute"));
        }
        assertThat(counted.lines()).anyMatch(line -> line.startsWith("Nothing matches"));
    }

    private void letter(String value) throws Exception {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(name + "-dlt", value.getBytes(UTF_8));
        letter.headers()
                .add("__dlq.errors.topic", (name + "-created").getBytes(UTF_8))
                .add("__dlq.errors.partition", "0".getBytes(UTF_8))
                .add("__dlq.errors.offset", "41".getBytes(UTF_8))
                .add("__dlq.errors.message", "say it in JSON".getBytes(UTF_8))
                .add("mps-bridge-error-code", "not-json".getBytes(UTF_8));
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(letter).get(30, TimeUnit.SECONDS);
        }
    }
}
