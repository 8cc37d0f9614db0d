package io.mpsbridge.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** An answer of the API; {@link AnswerJson} puts the vendor's envelope around it. */
sealed interface Answer {

    /** The name under which to count the answer: a status, an error code, or CREATED. */
    String label();

    /** Writes the answer's fields into the open object. */
    void write(JsonGenerator json) throws IOException;

    default boolean isError() {
        return false;
    }

    /** The state of the task, if the answer carries it. */
    default Optional<Status> status() {
        return Optional.empty();
    }

    /**
     * The state of a task.
     *
     * @param results the fields of a task that is DONE; empty otherwise
     */
    record Status(String name, ObjectNode results, String message) implements Answer {

        /** Without results. */
        static Status of(String name, String message) {
            return new Status(name, JsonNodeFactory.instance.objectNode(), message);
        }

        boolean isDone() {
            return name.equals("DONE");
        }

        @Override
        public String label() {
            return name;
        }

        @Override
        public Optional<Status> status() {
            return Optional.of(this);
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStringField("Status", name);
            for (Map.Entry<String, JsonNode> result : results.properties()) {
                json.writeFieldName(result.getKey());
                json.writeTree(result.getValue());
            }
            if (!message.isEmpty()) {
                json.writeStringField("Message", message);
            }
        }
    }

    record Failure(ApiError error) implements Answer {
        @Override
        public String label() {
            return error.code();
        }

        @Override
        public boolean isError() {
            return true;
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeObjectFieldStart("Error");
            json.writeStringField("Code", error.code());
            json.writeStringField("Message", error.message());
            json.writeEndObject();
        }
    }

    record Created(String taskId) implements Answer {
        @Override
        public String label() {
            return "CREATED";
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStringField("TaskId", taskId);
        }
    }
}
