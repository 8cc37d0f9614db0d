package io.mpsbridge.event;

import static io.mpsbridge.event.EventFixtures.bare;
import static io.mpsbridge.event.EventFixtures.header;
import static io.mpsbridge.event.EventFixtures.record;
import static io.mpsbridge.event.EventFixtures.rejection;
import static io.mpsbridge.event.EventFixtures.task;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mpsbridge.event.Decoded.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What producers send by mistake: read where it is clear what is meant, else the letter says what to set. */
class ForeignRecordsTest {
    private static final String TASK = "{\"taskId\":\"t-1\"}";
    private static final String ENVELOPE =
            "{\"specversion\":\"1.0\",\"id\":\"evt-1\",\"source\":\"/orders\",\"type\":\"x\",\"data\":" + TASK + "}";

    static Stream<Arguments> foreign() throws IOException {
        return Stream.of(
                arguments("not-json", bytes("000000000c", TASK), "five-byte prefix (schema id 12) before JSON"),
                arguments("not-json", bytes("000000000c", "\u0000\u0006t-1"), "before Avro or Protobuf"),
                arguments("not-utf-8", bytes("00ffffffff06ff", ""), "schema id 4294967295"),
                arguments("not-json", bytes("0300" + "0a".repeat(16), TASK), "AWS Glue"),
                arguments("not-utf-8", gzip(), "gzip stream; send the JSON as it is"),
                arguments("not-utf-8", bytes("28b52ffd2480", ""), "zstd frame"),
                arguments("not-json", bytes("04224d18", TASK), "LZ4 frame"),
                arguments("not-utf-8", bytes("82534e4150505900", ""), "snappy stream"),
                arguments("not-utf-8", bytes("aced0005", "sr"), "serialized Java object"),
                arguments("not-utf-8", text(UTF_16), "UTF-16; send UTF-8"),
                arguments("not-json", text(UTF_16LE), "UTF-16; send UTF-8"),
                arguments("not-json", text(UTF_16BE), "UTF-16; send UTF-8"),
                arguments("not-json", "<task/>".getBytes(UTF_8), "XML"),
                arguments("not-json", "{'taskId': 't'}".getBytes(UTF_8), "json.dumps"),
                arguments("no-data", new byte[0], "not the same as a record without a value"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void bytesThatAreNoJsonAreRecognised(String code, byte[] value, String hint) {
        Rejection rejection = rejection(record(value, List.of()));

        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.message()).startsWith("this looks like ").contains(hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "missing-task-id|{\"schema\":{\"type\":\"struct\"},\"payload\":{\"taskId\":\"t\"}}|schemas.enable=false",
                "missing-task-id|{\"schema\":null,\"payload\":\"{}\"}|schemas.enable=false",
                "missing-task-id|{\"schema\":{},\"payload\":{\"op\":\"c\",\"after\":{}}}|ExtractNewRecordState",
                "missing-task-id|{\"before\":null,\"after\":{\"taskId\":\"t\"},\"op\":\"c\"}|Debezium change event",
                "missing-task-id|{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"data\":{}}|without source;",
                "missing-task-id|{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"source\":\"s\"}|without data;",
                "missing-task-id|{\"specversion\":1.0,\"id\":\"1\",\"type\":\"t\",\"source\":\"s\",\"data\":1}|as strings",
                "missing-task-id|{\"Response\":{\"TaskId\":\"t\",\"RequestId\":\"r\"}}|answer of MPS itself",
                "missing-task-id|{\"TaskId\":\"t\"}|called TaskId; call it taskId",
                "missing-task-id|{\"task_id\":\"t\"}|called task_id",
                "not-an-object|\"{\\\"taskId\\\":\\\"t\\\"}\"|encoded twice",
                "not-an-object|[{\"id\":\"1\",\"x\":[{}],\"specversion\":\"1.0\"}]|batch of CloudEvents",
                "not-an-object|[{\"taskId\":\"t\"},{\"taskId\":\"u\"}]|one event per record",
            })
    void jsonThatIsNoTaskIsRecognised(String code, String json, String hint) {
        Rejection plain = rejection(bare(json));
        Rejection binary = rejection(record(
                json.getBytes(UTF_8),
                Map.of("ce_specversion", "1.0", "ce_id", "1", "ce_source", "/s", "ce_type", "t")));

        for (Rejection rejection : List.of(plain, binary)) {
            assertThat(rejection.code()).isEqualTo(code);
            assertThat(rejection.message()).startsWith("this looks like ").contains(hint);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1,", "{\"payload\":1}", "\"t\"", "7", "{\"op\":\"c\"}", "hello", "{\"a\":1}}"})
    void whatLooksLikeNothingKnownIsNotGuessedAt(String json) {
        assertThat(rejection(bare(json)).message()).doesNotContain("Debezium", "Connect", "CloudEvent", "prefix");
    }

    @Property(tries = 500)
    void noBytesAreTooOddToBeLookedAt(@ForAll byte[] value, @ForAll String json) {
        ForeignBytes.of(value);
        for (ForeignBytes each : ForeignBytes.values()) {
            if (each.begins(value)) {
                assertThat(each.hint(value)).isNotEmpty();
            }
        }
        assertThat(ForeignJson.of("{\"schema\":" + json + ",\"payload\":" + json))
                .isEmpty();
        ForeignJson.of(json);
    }

    @Test
    void anEnvelopeIsRecognisedWithoutAnyHeader() {
        assertThat(task(bare(ENVELOPE)).taskId()).isEqualTo("t-1");
        assertThat(task(bare(ENVELOPE)).lineage().eventId()).isEqualTo("evt-1");
        assertThat(task(record(ENVELOPE.getBytes(UTF_8), Map.of("content-type", "application/json")))
                        .lineage()
                        .source())
                .isEqualTo("/orders");
        assertThat(task(bare(ENVELOPE.replace("\"data\":" + TASK, "\"data_base64\":\"eyJ0YXNrSWQiOiJ0LTEifQ==\"")))
                        .taskId())
                .isEqualTo("t-1");
    }

    @Test
    void anEnvelopeThatNothingDeclaresIsReadAsStrictly() {
        assertThat(rejection(bare(ENVELOPE.replace("1.0", "0.3"))).code()).isEqualTo("invalid-event");
        assertThat(rejection(bare(ENVELOPE.replace("evt-1", ""))).code()).isEqualTo("invalid-event");
        assertThat(rejection(bare(ENVELOPE.replace(TASK, "[]"))).code()).isEqualTo("not-an-object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"data\":{\"taskId\":\"inner\"}"})
    void aTaskIdOfItsOwnMakesAnObjectData(String data) {
        // As it always was: whatever else stands beside the taskId is the sender's own.
        var task = task(bare("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"taskId\":\"own\""
                + data + "}"));

        assertThat(task.taskId()).isEqualTo("own");
        assertThat(task.lineage().eventId()).isEqualTo("task-created/3/42");
    }

    @Test
    void aReplayOfAnEnvelopeThatNothingDeclaresNamesTheReplayWithinIt() {
        OutboundRecord once = ReplayedEvents.created(bare(ENVELOPE), "monday");

        var task = task(
                new InboundRecord(once.topic(), 3, 4711, EventFixtures.NOW, once.key(), once.value(), once.headers()));

        assertThat(task.lineage().replayName()).isEqualTo("monday");
        assertThat(task.lineage().eventId()).isEqualTo("evt-1");
        assertThat(task.recordedAt()).isEqualTo(EventFixtures.RECORDED);
        assertThat(header(once.headers(), EventDecoder.REPLAY_NAME)).isNull();
    }

    private static byte[] bytes(String hex, String text) {
        byte[] first = HexFormat.of().parseHex(hex);
        byte[] rest = text.getBytes(UTF_8);
        byte[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    private static byte[] text(Charset charset) {
        return TASK.getBytes(charset);
    }

    private static byte[] gzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(TASK.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
