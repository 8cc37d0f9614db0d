package io.mpsbridge.event;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Validates documents against the contract, for authors of producers and consumers. */
public final class SchemaCheck {
    private static final String SPEC_VERSION = "specversion";

    private SchemaCheck() {}

    /**
     * What is wrong with the data of an event; a created event may also be a whole CloudEvent in structured mode.
     *
     * @param event {@link Schemas#TASK_CREATED}, {@link Schemas#TASK_COMPLETED} or {@link Schemas#TASK_FAILED}
     * @return empty if nothing is
     * @throws IllegalArgumentException if there is no such event
     */
    public static List<String> problems(String event, byte[] document) {
        String schema = Schemas.schema(event).text();
        try {
            String text = Texts.document(document, "the document");
            boolean envelope = event.equals(Schemas.TASK_CREATED) && isEnvelope(text);
            List<String> problems = envelope ? new ArrayList<>() : against(schema, text);
            // The decoder checks what a schema cannot: duplicate names, attributes, characters.
            if (problems.isEmpty() && event.equals(Schemas.TASK_CREATED)) {
                problems.addAll(rejected(document, envelope));
            }
            return problems;
        } catch (RejectedException e) {
            return List.of(e.rejection().message());
        }
    }

    /** A document with a {@code taskId} is data, whatever else it has. */
    private static boolean isEnvelope(String text) throws RejectedException {
        Map<String, JsonMember> members = Json.members(text, Set.of(SPEC_VERSION, "taskId"), "the document");
        return members.containsKey(SPEC_VERSION) && !members.containsKey("taskId");
    }

    private static List<String> against(String schema, String text) {
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        List<Error> errors = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(config))
                .getSchema(schema)
                .validate(text, InputFormat.JSON);
        List<String> problems = new ArrayList<>();
        for (Error error : errors) {
            problems.add(error.getInstanceLocation() + ": " + error.getMessage());
        }
        return problems;
    }

    private static List<String> rejected(byte[] document, boolean envelope) {
        List<RecordHeader> headers = envelope
                ? List.of(RecordHeader.text(EventDecoder.CONTENT_TYPE, "application/cloudevents+json"))
                : List.of();
        InboundRecord record = new InboundRecord("task-created", 0, 0, Instant.EPOCH, null, document, headers);
        Decoded decoded = new EventDecoder(InstantSource.fixed(Instant.EPOCH), KnownScopes.any()).decode(record);
        return decoded instanceof Decoded.Unreadable unreadable
                ? List.of(unreadable.rejection().message())
                : List.of();
    }
}
