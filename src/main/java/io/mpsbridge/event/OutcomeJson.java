package io.mpsbridge.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The data of a terminal event: fields in the contract's order, what is absent left out, metadata as it was spelled. */
final class OutcomeJson {
    private final JsonGenerator json;

    private OutcomeJson(JsonGenerator json) {
        this.json = json;
    }

    static byte[] bytes(TaskOutcome outcome) {
        // Through characters: half a surrogate pair in a vendor's text becomes a question mark instead of an exception.
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            new OutcomeJson(json).write(outcome);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(TaskOutcome outcome) throws IOException {
        TaskCreated task = outcome.task();
        json.writeStartObject();
        field("taskId", task.taskId());
        field("model", task.model());
        if (outcome instanceof TaskOutcome.Completed completed) {
            result(completed);
        } else if (outcome instanceof TaskOutcome.Failed failed) {
            reason(failed);
        }
        field("requestId", outcome.requestId());
        field("submittedAt", task.submittedAt());
        field("lastUnfinishedAt", outcome.lastUnfinishedAt());
        field("detectedAt", outcome.detectedAt());
        json.writeNumberField("polls", outcome.polls());
        if (task.metadata() != null) {
            json.writeFieldName("metadata");
            json.writeRawValue(task.metadata());
        }
        json.writeEndObject();
    }

    private void result(TaskOutcome.Completed outcome) throws IOException {
        field("status", "DONE");
        json.writeArrayFieldStart("imageUrls");
        for (String url : outcome.imageUrls()) {
            json.writeString(url);
        }
        json.writeEndArray();
        field("imagesAvailableUntil", ImageRetention.availableUntil(outcome));
    }

    private void reason(TaskOutcome.Failed outcome) throws IOException {
        field("reason", outcome.reason().name());
        field("message", outcome.message());
        field("errorCode", outcome.errorCode());
    }

    private void field(String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private void field(String name, @Nullable Instant value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }
}
