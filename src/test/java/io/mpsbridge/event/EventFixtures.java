package io.mpsbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.testing.Results;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records, tasks and outcomes to start from. */
final class EventFixtures {
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    static final Instant RECORDED = NOW.minusSeconds(5);
    static final EventDecoder DECODER = new EventDecoder(InstantSource.fixed(NOW), KnownScopes.any());
    static final EventEncoder ENCODER =
            new EventEncoder("task-completed", "task-failed", "task-created-dlt", "mps-bridge");
    static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private EventFixtures() {}

    static InboundRecord record(byte @Nullable [] value, Map<String, String> headers) {
        List<RecordHeader> list = new ArrayList<>();
        headers.forEach((name, text) -> list.add(RecordHeader.text(name, text)));
        return record(value, list);
    }

    static InboundRecord record(byte @Nullable [] value, List<RecordHeader> headers) {
        return new InboundRecord("task-created", 3, 42, RECORDED, "key".getBytes(UTF_8), value, headers);
    }

    static InboundRecord bare(String json) {
        return record(json.getBytes(UTF_8), Map.of());
    }

    static InboundRecord structured(String json) {
        return record(json.getBytes(UTF_8), Map.of("content-type", "application/cloudevents+json"));
    }

    static TaskCreated task(InboundRecord record) {
        Decoded decoded = DECODER.decode(record);
        assertThat(decoded).isInstanceOf(Decoded.Task.class);
        return ((Decoded.Task) decoded).task();
    }

    static Rejection rejection(InboundRecord record) {
        Decoded decoded = DECODER.decode(record);
        assertThat(decoded).isInstanceOf(Decoded.Unreadable.class);
        return ((Decoded.Unreadable) decoded).rejection();
    }

    static EventContext lineage() {
        return new EventContext("/orders", "evt-1", 0, 0, "key".getBytes(UTF_8), TRACEPARENT, "a=b", "order-7", null);
    }

    static TaskCreated task(EventContext lineage, @Nullable String metadata) {
        return new TaskCreated(
                "123-task",
                QuotaScope.DEFAULT,
                "GEM-3.0",
                NOW.minusSeconds(60),
                null,
                metadata,
                NOW.minusSeconds(60),
                RECORDED,
                lineage);
    }

    static TaskOutcome.Completed completed(TaskCreated task, List<String> urls) {
        return new TaskOutcome.Completed(task, Results.images(urls), "req-1", NOW.minusSeconds(2), NOW, 7);
    }

    static TaskOutcome.Failed failed(TaskCreated task, String message) {
        return new TaskOutcome.Failed(
                task, FailureReason.GENERATION_FAILED, message, "FailedOperation", "req-1", null, NOW, 1);
    }

    static @Nullable String header(List<RecordHeader> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .reduce((first, second) -> second)
                .map(header -> new String(header.value(), UTF_8))
                .orElse(null);
    }
}
