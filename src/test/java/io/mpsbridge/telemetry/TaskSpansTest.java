package io.mpsbridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.testing.Results;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskSpansTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final TaskSpans.Topics TOPICS = new TaskSpans.Topics("in", "done", "bad", "group");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final TaskSpans spans = new TaskSpans(sdk, TOPICS);

    @AfterEach
    void close() {
        sdk.close();
    }

    @Test
    void anEventThatIsTakenInIsASpanThatIsLinkedToItsOrigin() {
        spans.accepted(new Accepted(new Origin(3, 1, 42, 10), task(PARENT, "vendor=1")));

        SpanData span = only();
        assertThat(span.getName()).isEqualTo("process in");
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.hasEnded()).isTrue();
        assertThat(span.getTraceId()).isNotEqualTo(TRACE);
        assertThat(span.getLinks()).singleElement().satisfies(link -> {
            assertThat(link.getSpanContext().getTraceId()).isEqualTo(TRACE);
            assertThat(link.getSpanContext().getTraceState().get("vendor")).isEqualTo("1");
        });
        assertThat(span.getAttributes().get(AttributeKey.longKey("messaging.kafka.offset")))
                .isEqualTo(42);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("messaging.consumer.group.name")))
                .isEqualTo("group");
    }

    @Test
    void theTerminalEventCarriesTheContextOfItsOwnSpan() {
        TaskOutcome carried = spans.answered(completed(task(PARENT, "vendor=1")));

        SpanData span = only();
        assertThat(span.getName()).isEqualTo("send done");
        assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(span.getLinks()).hasSize(1);
        assertThat(carried.task().lineage().traceparent())
                .matches("00-" + span.getTraceId() + "-" + span.getSpanId() + "-0[13]");
        assertThat(carried.task().lineage().tracestate()).isNull();
        assertThat(carried.task().lineage().eventId()).isEqualTo("in/0/0");
        assertThat(carried.task().taskId()).isEqualTo("a");
        assertThat(carried.polls()).isEqualTo(3);
    }

    @Test
    void aFailureIsAnErrorWithItsReason() {
        TaskOutcome failed =
                new TaskOutcome.Failed(task(null, null), FailureReason.TASK_NOT_FOUND, "m", null, null, null, NOW, 3);

        TaskOutcome carried = spans.answered(failed);

        SpanData span = only();
        assertThat(span.getName()).isEqualTo("send bad");
        assertThat(span.getLinks()).isEmpty();
        assertThat(span.getStatus())
                .isEqualTo(StatusData.create(StatusData.error().getStatusCode(), "TASK_NOT_FOUND"));
        assertThat(carried).isInstanceOf(TaskOutcome.Failed.class);
        assertThat(carried.task().lineage().traceparent()).startsWith("00-" + span.getTraceId());
    }

    @Test
    void withoutATelemetryTheOriginsContextIsCarriedOn() {
        TaskSpans none = new TaskSpans(OpenTelemetry.noop(), TOPICS);
        TaskOutcome outcome = completed(task(PARENT, "vendor=1"));

        assertThat(none.answered(outcome)).isSameAs(outcome);
    }

    private SpanData only() {
        assertThat(exporter.getFinishedSpanItems()).hasSize(1);
        return exporter.getFinishedSpanItems().get(0);
    }

    private static TaskOutcome completed(TaskCreated task) {
        return new TaskOutcome.Completed(task, Results.images("https://example.com/1"), "r", NOW, NOW, 3);
    }

    private static TaskCreated task(@Nullable String traceparent, @Nullable String tracestate) {
        EventContext lineage = new EventContext("in", "in/0/0", 0, 0, null, traceparent, tracestate, null, null);
        return new TaskCreated("a", QuotaScope.DEFAULT, null, null, null, null, NOW, NOW, lineage);
    }
}
