package io.mpsbridge.event;

import static io.mpsbridge.event.EventFixtures.ENCODER;
import static io.mpsbridge.event.EventFixtures.NOW;
import static io.mpsbridge.event.EventFixtures.RECORDED;
import static io.mpsbridge.event.EventFixtures.completed;
import static io.mpsbridge.event.EventFixtures.failed;
import static io.mpsbridge.event.EventFixtures.header;
import static io.mpsbridge.event.EventFixtures.lineage;
import static io.mpsbridge.event.EventFixtures.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.testing.Results;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventEncoderTest {
    private static final EventContext ANONYMOUS =
            new EventContext("task-created", "task-created/3/42", 0, 0, null, null, null, null, null);
    private static final TaskCreated SPARSE =
            new TaskCreated("tä", QuotaScope.DEFAULT, null, null, null, null, RECORDED, RECORDED, ANONYMOUS);

    private static String json(TaskOutcome outcome) {
        return new String(ENCODER.encode(outcome).value(), UTF_8);
    }

    @Test
    void aCompletedEventHasTheContractsFieldsInTheContractsOrder() {
        assertThat(json(completed(task(lineage(), "{ \"n\":1.0 }"), List.of("https://u/1", "https://u/2"))))
                .isEqualTo("{\"taskId\":\"123-task\",\"kind\":\"image\",\"model\":\"GEM-3.0\",\"status\":\"DONE\","
                        + "\"imageUrls\":[\"https://u/1\",\"https://u/2\"],"
                        + "\"availableUntil\":\"2026-11-23T21:59:58Z\","
                        + "\"imagesAvailableUntil\":\"2026-11-23T21:59:58Z\",\"requestId\":\"req-1\","
                        + "\"submittedAt\":\"2026-11-23T09:59:00Z\",\"lastUnfinishedAt\":\"2026-11-23T09:59:58Z\","
                        + "\"detectedAt\":\"2026-11-23T10:00:00Z\",\"polls\":7,\"metadata\":{ \"n\":1.0 }}");
    }

    @Test
    void aFailedEventHasTheContractsFieldsInTheContractsOrder() {
        TaskOutcome outcome = new TaskOutcome.Failed(
                task(lineage(), "{}"),
                FailureReason.DEADLINE_EXCEEDED,
                "too \"late\"",
                "Code",
                "req-1",
                NOW.minusSeconds(1),
                NOW,
                3);

        assertThat(json(outcome))
                .isEqualTo(
                        "{\"taskId\":\"123-task\",\"kind\":\"image\",\"model\":\"GEM-3.0\",\"reason\":\"DEADLINE_EXCEEDED\","
                                + "\"message\":\"too \\\"late\\\"\",\"errorCode\":\"Code\",\"requestId\":\"req-1\","
                                + "\"submittedAt\":\"2026-11-23T09:59:00Z\",\"lastUnfinishedAt\":\"2026-11-23T09:59:59Z\","
                                + "\"detectedAt\":\"2026-11-23T10:00:00Z\",\"polls\":3,\"metadata\":{}}");
    }

    @Test
    void whatIsAbsentIsLeftOut() {
        assertThat(json(new TaskOutcome.Completed(SPARSE, Results.images("u"), null, null, NOW, 1)))
                .isEqualTo("{\"taskId\":\"tä\",\"kind\":\"image\",\"status\":\"DONE\",\"imageUrls\":[\"u\"],"
                        + "\"detectedAt\":\"2026-11-23T10:00:00Z\",\"polls\":1}");
        assertThat(json(new TaskOutcome.Failed(SPARSE, FailureReason.RESULT_EXPIRED, "m", null, null, null, NOW, 0)))
                .isEqualTo("{\"taskId\":\"tä\",\"kind\":\"image\",\"reason\":\"RESULT_EXPIRED\",\"message\":\"m\","
                        + "\"detectedAt\":\"2026-11-23T10:00:00Z\",\"polls\":0}");
    }

    @Test
    void theHeadersAreTheContracts() {
        Map<String, String> headers = headers(ENCODER.encode(completed(task(lineage(), null), List.of("u"))));

        assertThat(headers)
                .isEqualTo(Map.ofEntries(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry(
                                "ce_id",
                                EventId.of(lineage(), "123-task", "io.mpsbridge.task.completed.v1")
                                        .toString()),
                        Map.entry("ce_source", "urn:mps-bridge:mps-bridge"),
                        Map.entry("ce_type", "io.mpsbridge.task.completed.v1"),
                        Map.entry("ce_subject", "123-task"),
                        Map.entry("ce_time", "2026-11-23T10:00:00Z"),
                        Map.entry("ce_dataschema", "urn:mps-bridge:schema:task-completed:v1"),
                        Map.entry("ce_causationid", "evt-1"),
                        Map.entry("ce_correlationid", "order-7"),
                        Map.entry("content-type", "application/json"),
                        Map.entry("traceparent", EventFixtures.TRACEPARENT),
                        Map.entry("tracestate", "a=b")));
    }

    @Test
    void aReplaysNameIsCarriedAndMakesAnotherEvent() {
        EventContext replayed = new EventContext("/orders", "evt-1", 0, 0, null, null, null, null, "monday");

        OutboundRecord record = ENCODER.encode(failed(task(replayed, null), "m"));

        assertThat(header(record.headers(), "ce_replayname")).isEqualTo("monday");
        assertThat(header(record.headers(), "ce_id"))
                .isNotEqualTo(header(
                        ENCODER.encode(failed(task(lineage(), null), "m")).headers(), "ce_id"));
    }

    @Test
    void topicsAndKeysAreTheRightOnes() {
        OutboundRecord completed = ENCODER.encode(completed(task(lineage(), null), List.of("u")));
        OutboundRecord failed = ENCODER.encode(failed(SPARSE, "m"));

        assertThat(completed.topic()).isEqualTo("task-completed");
        assertThat(completed.key()).isEqualTo("key".getBytes(UTF_8));
        assertThat(failed.topic()).isEqualTo("task-failed");
        assertThat(failed.key()).isEqualTo("tä".getBytes(UTF_8));
    }

    @Test
    void theSameOutcomeIsTheSameRecord() {
        TaskOutcome outcome = completed(task(lineage(), "{}"), List.of("u"));
        TaskOutcome again = completed(task(lineage(), "{}"), List.of("u"));

        assertThat(ENCODER.encode(again)).usingRecursiveComparison().isEqualTo(ENCODER.encode(outcome));
    }

    @Test
    void anyGroupMakesAnUri() {
        EventEncoder encoder = new EventEncoder("c", "f", "d", "my group: ä/+%*");

        OutboundRecord record = encoder.encode(failed(SPARSE, "m"));

        assertThat(header(record.headers(), "ce_source")).isEqualTo("urn:mps-bridge:my%20group%3A%20%C3%A4%2F%2B%25*");
    }

    @Test
    void halfASurrogatePairFromTheVendorIsNoHarm() {
        assertThat(json(failed(SPARSE, "a\uD800b"))).contains("\"message\":\"a?b\"");
    }

    private static Map<String, String> headers(OutboundRecord record) {
        return record.headers().stream()
                .collect(Collectors.toMap(RecordHeader::name, header -> new String(header.value(), UTF_8)));
    }
}
