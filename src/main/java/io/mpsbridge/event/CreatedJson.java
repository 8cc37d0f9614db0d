package io.mpsbridge.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mpsbridge.task.TaskCreated;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is kept of a created event, as data that says the same. */
final class CreatedJson {

    private CreatedJson() {}

    static byte[] bytes(TaskCreated task) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            field(json, "taskId", task.taskId());
            field(json, "model", task.model());
            field(json, "submittedAt", task.submittedAt());
            field(json, "deadline", task.deadline());
            if (task.metadata() != null) {
                json.writeFieldName("metadata");
                json.writeRawValue(task.metadata());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }
}
