package io.mpsbridge.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Recognises JSON that producers may send by mistake, and says what to set. */
final class ForeignJson {
    private static final List<String> OTHER_NAMES =
            List.of("TaskId", "taskID", "TaskID", "taskid", "task_id", "task-id");
    private static final List<String> ENVELOPE = List.of("id", "source", "type", "data");
    private static final Set<String> FIELDS = Stream.of(
                    List.of("schema", "payload", "before", "after", "op", "specversion", "Response"),
                    ENVELOPE,
                    OTHER_NAMES)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final String UNWRAP =
            ", and unwrap the row: transforms=unwrap, transforms.unwrap.type=io.debezium.transforms.ExtractNewRecordState";

    private ForeignJson() {}

    /** What the text looks like, if it looks like any of these. */
    static Optional<String> of(String json) {
        if (json.isBlank()) {
            return Optional.of("an empty text, which is not the same as a record without a value; send a JSON object");
        }
        try (JsonParser parser = Json.FACTORY.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.VALUE_STRING) {
                return text(parser.getText());
            }
            if (first == JsonToken.START_ARRAY) {
                return array(parser);
            }
            return first == JsonToken.START_OBJECT ? object(Json.members(json, FIELDS, "the data")) : Optional.empty();
        } catch (IOException | RejectedException e) {
            // Not recognised; the caller has an error already.
            return Optional.empty();
        }
    }

    private static Optional<String> text(String content) {
        return content.strip().startsWith("{")
                ? Optional.of("JSON within a JSON string: it was encoded twice; give the serializer the object, or the"
                        + " text to a serializer of strings")
                : Optional.empty();
    }

    private static Optional<String> array(JsonParser parser) throws IOException {
        boolean events = parser.nextToken() == JsonToken.START_OBJECT;
        while (events && parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.currentName().equals("specversion")) {
                return Optional.of("a batch of CloudEvents; send one event per record");
            }
            parser.nextToken();
            parser.skipChildren();
        }
        return Optional.of("several tasks at once; send one event per record");
    }

    private static Optional<String> object(Map<String, JsonMember> members) throws RejectedException {
        JsonMember payload = members.get("payload");
        if (members.containsKey("schema") && payload != null) {
            boolean change = payload.isObject() && isChange(Json.members(payload.text(), FIELDS, "the payload"));
            return Optional.of((change ? "a Debezium change event in " : "") + "Kafka Connect's envelope of schema and"
                    + " payload; set value.converter.schemas.enable=false on the connector" + (change ? UNWRAP : ""));
        }
        if (isChange(members)) {
            return Optional.of("a Debezium change event; change the connector" + UNWRAP);
        }
        if (members.containsKey("specversion")) {
            return Optional.of("a CloudEvent in structured mode without " + missing(members)
                    + "; it needs specversion, id, source, type and data, and its header content-type should be"
                    + " application/cloudevents+json");
        }
        if (members.containsKey("Response")) {
            return Optional.of("the answer of MPS itself; send the TaskId in it as taskId");
        }
        return OTHER_NAMES.stream()
                .filter(members::containsKey)
                .findFirst()
                .map(name -> "a task whose field is called " + name + "; call it taskId");
    }

    private static boolean isChange(Map<String, JsonMember> members) {
        return members.containsKey("op") && (members.containsKey("before") || members.containsKey("after"));
    }

    private static String missing(Map<String, JsonMember> members) {
        String names = ENVELOPE.stream()
                .filter(name -> !members.containsKey(name) || members.get(name).isNull())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "these as strings" : names;
    }
}
