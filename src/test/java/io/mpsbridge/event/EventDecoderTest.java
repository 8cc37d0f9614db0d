package io.mpsbridge.event;

import static io.mpsbridge.event.EventFixtures.DECODER;
import static io.mpsbridge.event.EventFixtures.NOW;
import static io.mpsbridge.event.EventFixtures.RECORDED;
import static io.mpsbridge.event.EventFixtures.TRACEPARENT;
import static io.mpsbridge.event.EventFixtures.bare;
import static io.mpsbridge.event.EventFixtures.record;
import static io.mpsbridge.event.EventFixtures.rejection;
import static io.mpsbridge.event.EventFixtures.structured;
import static io.mpsbridge.event.EventFixtures.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.TaskCreated;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
    private static final String OTHER_TRACE = "00-11111111111111111111111111111111-2222222222222222-00";

    private static Map<String, String> binary(String... more) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "ce_specversion", "1.0", "ce_id", "evt-1", "ce_source", "/orders", "ce_type", "anything at all"));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private static InboundRecord binaryRecord(Map<String, String> headers) {
        return record("{\"taskId\":\"t-1\"}".getBytes(UTF_8), headers);
    }

    private static String envelope(String members) {
        return "{\"specversion\":\"1.0\",\"id\":\"evt-1\",\"source\":\"/orders\",\"type\":\"x\"" + members + "}";
    }

    @Nested
    class BareJson {
        @Test
        void allFieldsAreRead() {
            TaskCreated task = task(bare("""
                    {"taskId":"t-1","model":"GEM","submittedAt":"2026-11-23T09:00:00.5+01:00",
                     "deadline":"2026-11-23T11:00:00Z","metadata":{"a": 1.50},"other":[1,{"taskId":"x"}]}"""));

            assertThat(task.taskId()).isEqualTo("t-1");
            assertThat(task.model()).isEqualTo("GEM");
            assertThat(task.submittedAt()).isEqualTo(Instant.parse("2026-11-23T08:00:00.5Z"));
            assertThat(task.deadline()).isEqualTo(Instant.parse("2026-11-23T11:00:00Z"));
            assertThat(task.metadata()).isEqualTo("{\"a\": 1.50}");
            assertThat(task.recordedAt()).isEqualTo(RECORDED);
        }

        @Test
        void itsSourceIsTheTopicAndItsIdThePosition() {
            TaskCreated task = task(bare("{\"taskId\":\"t-1\"}"));

            assertThat(task.lineage().source()).isEqualTo("task-created");
            assertThat(task.lineage().eventId()).isEqualTo("task-created/3/42");
            assertThat(task.lineage().key()).isEqualTo("key".getBytes(UTF_8));
            assertThat(task.lineage().correlationId()).isNull();
            assertThat(task.lineage().replayName()).isNull();
        }

        @Test
        void aReplayKeepsTheFirstIdAndTellsItsName() {
            TaskCreated task = task(record(
                    "{\"taskId\":\"t-1\"}".getBytes(UTF_8),
                    Map.of(EventDecoder.ORIGIN_ID, "task-created/0/7", EventDecoder.REPLAY_NAME, "monday")));

            assertThat(task.lineage().eventId()).isEqualTo("task-created/0/7");
            assertThat(task.lineage().replayName()).isEqualTo("monday");
        }

        @Test
        void absentAndNullFieldsAreTheSame() {
            TaskCreated absent = task(bare("{\"taskId\":\"t-1\"}"));
            TaskCreated nulls = task(bare(
                    "{\"taskId\":\"t-1\",\"model\":null,\"submittedAt\":null,\"deadline\":null,\"metadata\":null}"));

            assertThat(nulls).usingRecursiveComparison().isEqualTo(absent);
            assertThat(absent.model()).isNull();
            assertThat(absent.metadata()).isNull();
        }

        @Test
        void aByteOrderMarkIsNoHarm() {
            assertThat(task(bare("\uFEFF{\"taskId\":\"t-1\"}")).taskId()).isEqualTo("t-1");
        }

        @Test
        void utf16IsRejected() {
            assertThat(rejection(record(
                                    "{\"taskId\":\"t-1\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE),
                                    List.of()))
                            .code())
                    .isEqualTo("not-json");
        }
    }

    @Nested
    class Binary {
        @Test
        void attributesAreCarried() {
            TaskCreated task = task(
                    binaryRecord(binary("ce_correlationid", "order-7", "ce_replayname", "monday", "CE_ID", "evt-1")));

            assertThat(task.lineage().source()).isEqualTo("/orders");
            assertThat(task.lineage().eventId()).isEqualTo("evt-1");
            assertThat(task.lineage().correlationId()).isEqualTo("order-7");
            assertThat(task.lineage().replayName()).isEqualTo("monday");
        }

        @ParameterizedTest
        @CsvSource({"ce_dataschema, not a uri", "ce_some-extension, x", "content-type, text/plain", "ce_subject, x"})
        void whatIsUpstreamsOwnBusinessIsNotChecked(String name, String value) {
            assertThat(task(binaryRecord(binary(name, value))).taskId()).isEqualTo("t-1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ce_id", "ce_source", "ce_type"})
        void aRequiredAttributeIsMissing(String name) {
            Map<String, String> headers = binary();
            headers.remove(name);

            assertThat(rejection(binaryRecord(headers)).code()).isEqualTo("invalid-event");
            assertThat(rejection(binaryRecord(headers)).message()).doesNotContain("Exception");
            assertThat(rejection(binaryRecord(headers)).message()).contains("id, source");
        }

        @ParameterizedTest
        @CsvSource({
            "ce_specversion, 0.3",
            "ce_specversion, ''",
            "ce_source, not a uri",
            "ce_id, ''",
        })
        void anAttributeIsWrong(String name, String value) {
            assertThat(rejection(binaryRecord(binary(name, value))).code()).isEqualTo("invalid-event");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ce_id", "ce_source", "ce_correlationid", "ce_replayname"})
        void whatIsCarriedOnIsBounded(String name) {
            assertThat(task(binaryRecord(binary(name, "x".repeat(1024)))).taskId())
                    .isEqualTo("t-1");
            assertThat(rejection(binaryRecord(binary(name, "x".repeat(1025)))).message())
                    .contains("1 to 1024");
            assertThat(rejection(binaryRecord(binary(name, "x\u0000"))).message())
                    .contains("control");
        }

        @Test
        void anAttributeOfOtherBytesThanUtf8IsRejected() {
            InboundRecord record = record(
                    "{\"taskId\":\"t-1\"}".getBytes(UTF_8),
                    List.of(
                            RecordHeader.text("ce_specversion", "1.0"),
                            new RecordHeader("ce_id", new byte[] {(byte) 0xC3, 0x28})));

            assertThat(rejection(record).code()).isEqualTo("not-utf-8");
            assertThat(rejection(record).message()).contains("ce_id");
        }

        @Test
        void ofRepeatedHeadersTheLastCountsAndNullsAreNone() {
            InboundRecord record = record(
                    "{\"taskId\":\"t-1\"}".getBytes(UTF_8),
                    List.of(
                            RecordHeader.text("ce_specversion", "1.0"),
                            RecordHeader.text("ce_id", "first"),
                            RecordHeader.text("ce_id", "last"),
                            new RecordHeader("ce_id", null),
                            RecordHeader.text("ce_source", "/s"),
                            RecordHeader.text("ce_type", "t")));

            assertThat(task(record).lineage().eventId()).isEqualTo("last");
        }
    }

    @Nested
    class Structured {
        @Test
        void attributesAndDataAreRead() {
            TaskCreated task = task(structured(envelope("""
                    ,"correlationid":7,"replayname":"monday","subject":null,"time":"2026-11-23T09:59:00Z",
                    "data" : {"taskId":"t-1","metadata":{ "x" : 1e2 }}""")));

            assertThat(task.taskId()).isEqualTo("t-1");
            assertThat(task.lineage().source()).isEqualTo("/orders");
            assertThat(task.lineage().eventId()).isEqualTo("evt-1");
            assertThat(task.lineage().correlationId()).isEqualTo("7");
            assertThat(task.lineage().replayName()).isEqualTo("monday");
            assertThat(task.metadata()).isEqualTo("{ \"x\" : 1e2 }");
            assertThat(task.createdAt()).isEqualTo(Instant.parse("2026-11-23T09:59:00Z"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/json", "text/plain", "application/xml", "nonsense", ""})
        void dataIsJsonWhateverItsContentTypeSays(String type) {
            assertThat(task(structured(envelope(",\"datacontenttype\":\"" + type + "\",\"data\":{\"taskId\":\"t-1\"}")))
                            .taskId())
                    .isEqualTo("t-1");
        }

        @Test
        void dataMayBeBase64OrAString() {
            String base64 = Base64.getEncoder().encodeToString("{\"taskId\":\"tä\"}".getBytes(UTF_8));

            assertThat(task(structured(envelope(",\"data_base64\":\"" + base64 + "\"")))
                            .taskId())
                    .isEqualTo("tä");
            assertThat(task(structured(envelope(",\"data\":\"{\\\"taskId\\\":\\\"tä\\\"}\"")))
                            .taskId())
                    .isEqualTo("tä");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "no-data|",
                    "no-data|,\"data\":null",
                    "no-data|,\"data\":{},\"data_base64\":\"e30=\"",
                    "invalid-event|,\"data_base64\":\"%%\"",
                    "invalid-event|,\"data_base64\":1234",
                    "not-utf-8|,\"data_base64\":\"/w==\"",
                    "duplicate-field|,\"id\":\"evt-2\",\"data\":{\"taskId\":\"t\"}",
                    "not-an-object|,\"data\":[]",
                    "not-json|,\"data\":{\"taskId\":\"t\"}} x",
                    "invalid-event|,\"correlationid\":{},\"data\":{\"taskId\":\"t\"}",
                    "invalid-event|,\"correlationid\":\"\\ud800\",\"data\":{\"taskId\":\"t\"}",
                    "missing-task-id|,\"data\":{}",
                })
        void whatIsWrongIsNamed(String code, String members) {
            assertThat(rejection(structured(envelope(members == null ? "" : members)))
                            .code())
                    .isEqualTo(code);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{}}",
                    "{\"specversion\":1.0,\"source\":\"s\",\"type\":\"t\",\"data\":{}}",
                    "{\"specversion\":\"1.0\",\"source\":\"s\",\"type\":\"t\",\"data\":{}}",
                    "{\"specversion\":\"1.0\",\"id\":[],\"source\":\"s\",\"type\":\"t\",\"data\":{}}",
                })
        void aBadEnvelopeIsRejected(String json) {
            assertThat(rejection(structured(json)).code()).isEqualTo("invalid-event");
        }

        @ParameterizedTest
        @CsvSource({
            "application/cloudevents-batch+json",
            "application/cloudevents+avro",
            "application/cloudevents",
            "application/cloudevents+protobuf; charset=utf-8"
        })
        void otherFormatsAreToldWhatToSend(String contentType) {
            InboundRecord record = record("[]".getBytes(UTF_8), Map.of("content-type", contentType));

            assertThat(rejection(record).code()).isEqualTo("unsupported-format");
            assertThat(rejection(record).message())
                    .contains("one event per record")
                    .contains("application/cloudevents+json");
        }

        @Test
        void theContentTypeMayHaveParametersAndAnyCase() {
            InboundRecord record = record(
                    envelope(",\"data\":{\"taskId\":\"t-1\"}").getBytes(UTF_8),
                    Map.of("Content-Type", " Application/CloudEvents+JSON ; charset=UTF-8"));

            assertThat(task(record).lineage().eventId()).isEqualTo("evt-1");
        }
    }

    @Nested
    class Tombstones {
        @ParameterizedTest
        @ValueSource(strings = {"content-type", "ce_specversion", "unrelated"})
        void aRecordWithoutValueIsOneInEveryMode(String header) {
            Map<String, String> headers = Map.of(header, "application/cloudevents+json");

            assertThat(DECODER.decode(record(null, headers))).isInstanceOf(Decoded.Tombstone.class);
        }

        @Test
        void anEmptyValueIsNot() {
            assertThat(rejection(bare("")).code()).isEqualTo("no-data");
            assertThat(rejection(bare(" \n")).code()).isEqualTo("no-data");
            assertThat(rejection(structured("")).code()).isEqualTo("no-data");
        }
    }

    @Nested
    class Age {
        @ParameterizedTest
        @CsvSource({
            // submitted, time, record, the earliest of them and now
            "-60, -50, -40, -60",
            "-50, -60, -40, -60",
            "-50, -40, -60, -60",
            "10, 20, 30, 0",
            "10, 20, -1, -1",
        })
        void countsFromTheEarliestMoment(int submitted, int time, int recorded, int earliest) {
            InboundRecord record = new InboundRecord(
                    "task-created",
                    0,
                    0,
                    NOW.plusSeconds(recorded),
                    null,
                    ("{\"taskId\":\"t\",\"submittedAt\":\"" + NOW.plusSeconds(submitted) + "\"}").getBytes(UTF_8),
                    binary("ce_time", NOW.plusSeconds(time).toString()).entrySet().stream()
                            .map(entry -> RecordHeader.text(entry.getKey(), entry.getValue()))
                            .toList());

            assertThat(task(record).createdAt()).isEqualTo(NOW.plusSeconds(earliest));
            assertThat(task(record).recordedAt()).isEqualTo(NOW.plusSeconds(recorded));
        }
    }

    @Nested
    class Traces {
        @Test
        void thePlainHeadersCarryTheHop() {
            TaskCreated task = task(binaryRecord(binary(
                    "traceparent",
                    TRACEPARENT,
                    "tracestate",
                    "a=b",
                    "ce_traceparent",
                    OTHER_TRACE,
                    "ce_tracestate",
                    "c=d")));

            assertThat(task.lineage().traceparent()).isEqualTo(TRACEPARENT);
            assertThat(task.lineage().tracestate()).isEqualTo("a=b");
        }

        @Test
        void withoutAValidHopTheExtensionDoes() {
            TaskCreated task = task(
                    binaryRecord(binary("traceparent", "junk", "tracestate", "a=b", "ce_traceparent", OTHER_TRACE)));

            assertThat(task.lineage().traceparent()).isEqualTo(OTHER_TRACE);
            assertThat(task.lineage().tracestate()).isNull();
        }

        @Test
        void bareJsonHasThemToo() {
            TaskCreated task = task(record("{\"taskId\":\"t-1\"}".getBytes(UTF_8), Map.of("traceparent", TRACEPARENT)));

            assertThat(task.lineage().traceparent()).isEqualTo(TRACEPARENT);
        }

        @Test
        void anInvalidOneIsDropped() {
            TaskCreated task = task(binaryRecord(binary("traceparent", "junk", "ce_traceparent", "junk")));

            assertThat(task.lineage().traceparent()).isNull();
        }
    }
}
