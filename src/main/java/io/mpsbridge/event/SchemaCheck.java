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
     * @param headers of the record, for an event in binary mode; empty to look at the document alone
     * @return empty if nothing is
     * @throws IllegalArgumentException if there is no such event
     */
    public static List<String> problems(String event, byte[] document, Map<String, String> headers) {
        String schema = Schemas.schema(event).text();
        try {
            String text = Texts.document(document, "the document");
            boolean created = event.equals(Schemas.TASK_CREATED);
            List<RecordHeader> given = headers.entrySet().stream()
                    .map(each -> RecordHeader.text(each.getKey(), each.getValue()))
                    .toList();
            boolean envelope = created && (isEnvelope(text) || isDeclaredEnvelope(given));
            List<String> problems = envelope ? new ArrayList<>() : against(schema, text);
            // The decoder checks what a schema cannot: duplicate names, attributes, characters.
            if (problems.isEmpty() && created) {
                problems.addAll(rejected(document, envelope, given));
            } else if (!created && !given.isEmpty()) {
                problems.addAll(attributes(event, document, given));
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

    private static boolean isDeclaredEnvelope(List<RecordHeader> headers) {
        String contentType = new HeaderTexts(headers).lenient(EventDecoder.CONTENT_TYPE);
        return contentType != null && StructuredMode.isDeclaredBy(contentType);
    }

    private static List<String> against(String schema, String text) {
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        List<Error> errors = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(config))
                .getSchema(schema)
                .validate(text, InputFormat.JSON);
        return new ArrayList<>(errors.stream().map(SchemaProblem::of).toList());
    }

    /** A terminal event's attributes, in headers. */
    private static List<String> attributes(String event, byte[] document, List<RecordHeader> headers) {
        HeaderTexts texts = new HeaderTexts(headers);
        try {
            BinaryMode.read(texts, document);
            String type = texts.lenient(BinaryMode.PREFIX + "type");
            String wanted =
                    (event.equals(Schemas.TASK_COMPLETED) ? TerminalType.COMPLETED : TerminalType.FAILED).type();
            return wanted.equals(type)
                    ? List.of()
                    : List.of("the attribute 'type' must be " + wanted + ", is " + Texts.shown(String.valueOf(type)));
        } catch (RejectedException e) {
            return List.of(e.rejection().message());
        }
    }

    private static List<String> rejected(byte[] document, boolean envelope, List<RecordHeader> given) {
        List<RecordHeader> headers = envelope && given.isEmpty()
                ? List.of(RecordHeader.text(EventDecoder.CONTENT_TYPE, "application/cloudevents+json"))
                : given;
        InboundRecord record = new InboundRecord("task-created", 0, 0, Instant.EPOCH, null, document, headers);
        Decoded decoded = new EventDecoder(InstantSource.fixed(Instant.EPOCH), KnownScopes.any()).decode(record);
        return decoded instanceof Decoded.Unreadable unreadable
                ? List.of(unreadable.rejection().message())
                : List.of();
    }
}
