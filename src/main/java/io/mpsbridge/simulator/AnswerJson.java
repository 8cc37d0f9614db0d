package io.mpsbridge.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Answers as the vendor writes them: {@code {"Response":{…,"RequestId":"…"}}}. */
final class AnswerJson {

    private static final JsonFactory JSON = new JsonFactory();

    private AnswerJson() {}

    static byte[] of(Answer answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("Response");
            if (answer instanceof Answer.Status status) {
                write(json, status);
            } else if (answer instanceof Answer.Failure failure) {
                write(json, failure.error());
            } else if (answer instanceof Answer.Created created) {
                json.writeStringField("TaskId", created.taskId());
            }
            json.writeStringField("RequestId", requestId());
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Answer.Status status) throws IOException {
        json.writeStringField("Status", status.status());
        if (!status.imageUrls().isEmpty()) {
            json.writeArrayFieldStart("ImageUrls");
            for (String url : status.imageUrls()) {
                json.writeString(url);
            }
            json.writeEndArray();
        }
        if (!status.message().isEmpty()) {
            json.writeStringField("Message", status.message());
        }
    }

    private static void write(JsonGenerator json, ApiError error) throws IOException {
        json.writeObjectFieldStart("Error");
        json.writeStringField("Code", error.code());
        json.writeStringField("Message", error.message());
        json.writeEndObject();
    }

    /** Not UUID.randomUUID(): its source of randomness may block an event loop. */
    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low).toString();
    }
}
