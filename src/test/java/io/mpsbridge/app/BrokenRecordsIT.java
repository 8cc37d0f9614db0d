package io.mpsbridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.replay.Mode;
import io.mpsbridge.replay.OffsetRange;
import io.mpsbridge.replay.RecordPatch;
import io.mpsbridge.replay.Replay;
import io.mpsbridge.replay.ReplayReport;
import io.mpsbridge.replay.ReplayRequest;
import io.mpsbridge.replay.Selection;
import io.mpsbridge.replay.Source;
import io.mpsbridge.testing.ReadCommitted;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A thousand broken records of twenty kinds among good ones. */
class BrokenRecordsIT {
    private static final int EACH = 50;
    private static final int GOOD = 200;
    private static final Duration SOON = Duration.ofMinutes(2);

    private static final Map<String, String> STRUCTURED = Map.of("content-type", "application/cloudevents+json");
    private static final Map<String, String> BINARY =
            Map.of("ce_specversion", "1.0", "ce_id", "i", "ce_source", "/s", "ce_type", "t");

    /**
     * A kind of breakage.
     *
     * @param says what the reason must say of it
     * @param mend headers that mend it, beside a good value
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kind(byte[] value, Map<String, String> headers, String code, String says, Map<String, String> mend) {
        static Kind of(String value, String code, String says) {
            return new Kind(value.getBytes(UTF_8), Map.of(), code, says, Map.of());
        }

        Kind with(Map<String, String> theHeaders, Map<String, String> theMend) {
            return new Kind(value, theHeaders, code, says, theMend);
        }
    }

    private static final List<Kind> KINDS = List.of(
            Kind.of("", "no-data", "send a JSON object"),
            Kind.of("{not json", "not-json", "line 1, column"),
            Kind.of("{\"taskId\":\"t\"", "not-json", "end-of-input"),
            Kind.of("[{\"taskId\":\"t\"}]", "not-an-object", "an array"),
            Kind.of("\"t\"", "not-an-object", "a string"),
            Kind.of("{\"taskId\":\"t\"}{\"taskId\":\"u\"}", "not-json", "one object per record"),
            Kind.of("{\"task\":\"t\"}", "missing-task-id", "CreateAigcImageTask"),
            Kind.of("{\"taskId\":7}", "invalid-field", "'taskId' must be a string"),
            Kind.of("{\"taskId\":\"" + "x".repeat(300) + "\"}", "invalid-field", "1 to 256"),
            Kind.of("{\"taskId\":\"a\\u001b[31m\\u202eb\"}", "invalid-field", "visible"),
            Kind.of("{\"taskId\":\"t\",\"taskId\":\"u\"}", "duplicate-field", "once"),
            new Kind(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28}, Map.of(), "not-utf-8", "send UTF-8", Map.of()),
            Kind.of("{\"taskId\":\"t\",\"metadata\":[1]}", "invalid-field", "'metadata' must be a JSON object"),
            Kind.of("{\"taskId\":\"t\",\"deadline\":\"noon\"}", "invalid-field", "RFC 3339"),
            Kind.of("{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}", "json-too-large", "limits"),
            Kind.of("{\"taskId\":\"t\"}", "invalid-event", "'specversion' must be 1.0")
                    .with(Map.of("ce_specversion", "0.3", "ce_id", "i"), BINARY),
            Kind.of("{\"taskId\":\"t\"}", "invalid-event", "id, source")
                    .with(Map.of("ce_specversion", "1.0", "ce_source", "/s"), BINARY),
            Kind.of("{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"/s\",\"type\":\"t\"}", "no-data", "has no data")
                    .with(STRUCTURED, Map.of("content-type", "")),
            Kind.of("[]", "unsupported-format", "one event per record")
                    .with(
                            Map.of("content-type", "application/cloudevents-batch+json"),
                            Map.of("content-type", "application/json")),
            Kind.of("{\"x\":\"" + "é".repeat(524_000) + "\"}", "missing-task-id", "taskId"));

    @Test
    void eachIsADeadLetterThatSaysWhatToFixAllGoodOnesAreAnsweredAndSoAreTheMendedOnes() {
        assertThat(KINDS).hasSize(20);
        try (BridgeRig rig = new BridgeRig(3, 200);
                Bridge bridge = rig.start()) {
            assertThat(bridge.adminPort()).isPositive();
            send(rig);

            rig.awaitRecords(GOOD + KINDS.size() * EACH, SOON);

            assertThat(rig.answers().countsByTaskId()).hasSize(GOOD).doesNotContainValue(2);
            List<ConsumerRecord<byte[], byte[]>> letters = rig.deadLetters().records();
            assertLetters(letters);
            redrive(rig, letters);
            BridgeRig.await(
                    () -> rig.answers().countsByTaskId().size() == GOOD + KINDS.size(), "mended ones answered", SOON);
            assertThat(rig.answers().countsByTaskId()).containsKey(mendedId(19)).doesNotContainValue(2);
            assertThat(rig.deadLetters().records()).hasSameSizeAs(letters);
        }
    }

    private static void send(BridgeRig rig) {
        for (int i = 0; i < EACH; i++) {
            for (int kind = 0; kind < KINDS.size(); kind++) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        rig.topics().created(), null, KINDS.get(kind).value());
                KINDS.get(kind)
                        .headers()
                        .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
                record.headers().add("x-kind", String.valueOf(kind).getBytes(UTF_8));
                rig.send(record);
                if (kind % (KINDS.size() * EACH / GOOD) == 0) {
                    rig.event("sim-good-" + i + "-" + kind + ";for=1s");
                }
            }
        }
    }

    private static void assertLetters(List<ConsumerRecord<byte[], byte[]>> letters) {
        Map<Integer, Integer> counts = new HashMap<>();
        Set<String> places = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            int kind = Integer.parseInt(header(letter, "x-kind"));
            counts.merge(kind, 1, Integer::sum);
            places.add(header(letter, "__dlq.errors.partition") + "/" + header(letter, "__dlq.errors.offset"));
            String message = header(letter, "__dlq.errors.message");
            assertThat(header(letter, "mps-bridge-error-code"))
                    .as(message)
                    .isEqualTo(KINDS.get(kind).code());
            assertThat(message).as("kind " + kind).contains(KINDS.get(kind).says());
            assertThat(message.chars()).noneMatch(Character::isISOControl);
        }
        assertThat(counts).hasSize(KINDS.size()).values().allMatch(count -> count == EACH);
        assertThat(places).hasSize(letters.size());
    }

    /** One letter of each kind. */
    private static void redrive(BridgeRig rig, List<ConsumerRecord<byte[], byte[]>> letters) {
        for (int kind = 0; kind < KINDS.size(); kind++) {
            String wanted = String.valueOf(kind);
            ConsumerRecord<byte[], byte[]> letter = letters.stream()
                    .filter(each -> header(each, "x-kind").equals(wanted))
                    .findFirst()
                    .orElseThrow();
            Selection one = new Selection(
                    null,
                    null,
                    Set.of(),
                    Set.of(),
                    List.of(new OffsetRange(letter.partition(), letter.offset(), letter.offset())),
                    true);
            RecordPatch mended = new RecordPatch(
                    ("{\"taskId\":\"" + mendedId(kind) + "\"}").getBytes(UTF_8),
                    KINDS.get(kind).mend());
            ReplayRequest request =
                    new ReplayRequest("mend-" + kind, "mended", Source.DLT, Mode.REPROCESS, one, 100, 1, mended);
            try (Replay replay = Replay.open(
                    rig.settings().kafka(),
                    new Replay.Reader(rig.settings().pipeline().maxTaskAge(), List.of()),
                    request,
                    InstantSource.system(),
                    System::nanoTime)) {
                assertThat(replay.execute(progress -> {}).state())
                        .as("kind " + kind)
                        .isEqualTo(ReplayReport.State.DONE);
            }
        }
    }

    private static String mendedId(int kind) {
        return "sim-mended-" + kind + ";for=1s";
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return ReadCommitted.header(name).apply(record).orElseThrow();
    }
}
