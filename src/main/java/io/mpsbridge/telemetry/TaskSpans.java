package io.mpsbridge.telemetry;

import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two short spans per event: one when it is accepted, one when its outcome is ready, each in a trace of its own and
 * linked to the context in the created event. A span open for the whole task would be lost with the process. Names and
 * attributes follow OpenTelemetry's semantic conventions for messaging.
 */
public final class TaskSpans {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
    private static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("cloudevents.event_id");
    private static final AttributeKey<String> EVENT_SOURCE = AttributeKey.stringKey("cloudevents.event_source");
    private static final AttributeKey<String> TASK = AttributeKey.stringKey("mpsbridge.task.id");
    private static final AttributeKey<Long> POLLS = AttributeKey.longKey("mpsbridge.task.polls");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";

    private final Tracer tracer;
    private final Topics topics;

    /** The topics and the consumer group for span attributes. */
    public record Topics(String created, String completed, String failed, String group) {}

    /** Uses the telemetry that an agent or an SDK has set up for the process, if any. */
    public static TaskSpans ofProcess(Topics topics) {
        return new TaskSpans(GlobalOpenTelemetry.get(), topics);
    }

    TaskSpans(OpenTelemetry telemetry, Topics topics) {
        this.tracer = telemetry.getTracer("io.mpsbridge");
        this.topics = topics;
    }

    /** Records the span of an accepted event. */
    public void accepted(Accepted event) {
        span("process " + topics.created(), SpanKind.CONSUMER, event.task())
                .setAttribute(OPERATION, "process")
                .setAttribute(OPERATION_NAME, "process")
                .setAttribute(DESTINATION, topics.created())
                .setAttribute(GROUP, topics.group())
                .setAttribute(PARTITION, Integer.toString(event.origin().partition()))
                .setAttribute(OFFSET, event.origin().offset())
                .startSpan()
                .end();
    }

    /** Records the span of an outcome and returns the outcome with the span's context, if there is one. */
    public TaskOutcome answered(TaskOutcome outcome) {
        String topic = outcome.fold(completed -> topics.completed(), failed -> topics.failed());
        Span span = span("send " + topic, SpanKind.PRODUCER, outcome.task())
                .setAttribute(OPERATION, "send")
                .setAttribute(OPERATION_NAME, "send")
                .setAttribute(DESTINATION, topic)
                .setAttribute(POLLS, (long) outcome.polls())
                .startSpan();
        outcome.fold(
                completed -> span,
                failed -> span.setAttribute(ERROR, failed.reason().name())
                        .setStatus(StatusCode.ERROR, failed.reason().name()));
        span.end();
        return span.getSpanContext().isValid() ? carrying(span, outcome) : outcome;
    }

    private SpanBuilder span(String name, SpanKind kind, TaskCreated task) {
        Context created =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), task.lineage(), new FromLineage());
        SpanBuilder builder = tracer.spanBuilder(name)
                .setNoParent()
                .setSpanKind(kind)
                .setAttribute(SYSTEM, "kafka")
                .setAttribute(EVENT_ID, task.lineage().eventId())
                .setAttribute(EVENT_SOURCE, task.lineage().source())
                .setAttribute(TASK, task.taskId());
        Span origin = Span.fromContext(created);
        return origin.getSpanContext().isValid() ? builder.addLink(origin.getSpanContext()) : builder;
    }

    private static TaskOutcome carrying(Span span, TaskOutcome outcome) {
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), headers, (all, name, value) -> {
            if (all != null) {
                all.put(name, value);
            }
        });
        String traceparent = headers.get(TRACEPARENT);
        return traceparent == null ? outcome : outcome.traced(traceparent, headers.get(TRACESTATE));
    }

    private static final class FromLineage implements TextMapGetter<EventContext> {
        @Override
        public Iterable<String> keys(EventContext carrier) {
            return List.of(TRACEPARENT, TRACESTATE);
        }

        @Override
        public @Nullable String get(@Nullable EventContext carrier, String key) {
            if (carrier == null) {
                return null;
            }
            return key.equals(TRACEPARENT)
                    ? carrier.traceparent()
                    : key.equals(TRACESTATE) ? carrier.tracestate() : null;
        }
    }
}
