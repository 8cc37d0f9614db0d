package io.mpsbridge.event;

import static io.mpsbridge.event.JsonSchemas.errors;
import static io.mpsbridge.event.JsonSchemas.ofEvent;
import static io.mpsbridge.event.JsonSchemas.tree;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.testing.Results;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What releases read and wrote is still read, still valid, and still written. */
class GoldenTest {
    static Stream<Golden> exchanges() {
        return Golden.exchanges().stream();
    }

    @Test
    void thereAreSome() {
        assertThat(Golden.exchanges()).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void theAnswerSatisfiesTodaysSchema(Golden golden) {
        String event = golden.answer().path("topic").asText();

        assertThat(errors(ofEvent(event), golden.answer().path("value").asText()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void theCreatedEventIsStillReadAndAnsweredWithEverythingThatWasSaid(Golden golden) {
        TaskCreated task = EventFixtures.task(golden.record());

        OutboundRecord answer = EventFixtures.ENCODER.encode(outcome(task, golden));

        assertThat(answer.topic()).isEqualTo(golden.answer().path("topic").asText());
        assertThat(answer.key()).isEqualTo(Golden.key(golden.answer()));
        for (RecordHeader header : Golden.headers(golden.answer())) {
            assertThat(EventFixtures.header(answer.headers(), header.name()))
                    .as(header.name())
                    .isEqualTo(new String(header.value(), UTF_8));
        }
        JsonNode now = tree(new String(answer.value(), UTF_8));
        tree(golden.answer().path("value").asText())
                .properties()
                .forEach(field ->
                        assertThat(now.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
    }

    private static TaskOutcome outcome(TaskCreated task, Golden golden) {
        JsonNode value = tree(golden.answer().path("value").asText());
        String requestId = text(value, "requestId");
        String unfinished = text(value, "lastUnfinishedAt");
        Instant unfinishedAt = unfinished == null ? null : Instant.parse(unfinished);
        Instant detectedAt = Instant.parse(value.path("detectedAt").asText());
        int polls = value.path("polls").asInt();
        if (value.has("imageUrls")) {
            List<String> urls = StreamSupport.stream(value.path("imageUrls").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
            return new TaskOutcome.Completed(task, Results.images(urls), requestId, unfinishedAt, detectedAt, polls);
        }
        FailureReason reason = FailureReason.valueOf(value.path("reason").asText());
        return new TaskOutcome.Failed(
                task,
                reason,
                value.path("message").asText(),
                text(value, "errorCode"),
                requestId,
                unfinishedAt,
                detectedAt,
                polls);
    }

    private static @Nullable String text(JsonNode value, String name) {
        return value.has(name) ? value.path(name).asText() : null;
    }
}
