package io.mpsbridge.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The contract as documents: a JSON Schema (2020-12) of each event's data, an AsyncAPI document, and examples. They
 * refer to each other by name, as relative references.
 */
public final class Schemas {
    /** Data of the events that come in. */
    public static final String TASK_CREATED = "task-created";

    /** Data of the events about tasks with results. */
    public static final String TASK_COMPLETED = "task-completed";

    /** Data of the events about tasks without results. */
    public static final String TASK_FAILED = "task-failed";

    private static final String URI_PREFIX = "urn:mps-bridge:schema:";
    private static final String MAJOR_VERSION = ":v1";

    private static final List<Document> DOCUMENTS = List.of(
            new Document(schemaName(TASK_CREATED), "application/schema+json"),
            new Document(schemaName(TASK_COMPLETED), "application/schema+json"),
            new Document(schemaName(TASK_FAILED), "application/schema+json"),
            new Document("asyncapi.yaml", "application/yaml"),
            new Document("examples/task-created.json", "application/json"),
            new Document("examples/task-created.minimal.json", "application/json"),
            new Document("examples/task-created.structured.json", "application/cloudevents+json"),
            new Document("examples/task-created.video.json", "application/json"),
            new Document("examples/task-created.audio.json", "application/json"),
            new Document("examples/task-completed.json", "application/json"),
            new Document("examples/task-completed.video.json", "application/json"),
            new Document("examples/task-completed.audio.json", "application/json"),
            new Document("examples/task-failed.json", "application/json"));

    private Schemas() {}

    /**
     * A document of the contract.
     *
     * @param name unique, with relative path and suffix, such as {@code task-created.schema.json}
     */
    public record Document(String name, String mediaType) {

        /** The whole text. */
        public String text() {
            try (InputStream in = Schemas.class.getResourceAsStream(name)) {
                return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("the program's own resource " + name + " cannot be read", e);
            }
        }
    }

    /** All documents: schemas first, then the AsyncAPI document, then examples. */
    public static List<Document> all() {
        return DOCUMENTS;
    }

    /** The events that have a schema. */
    public static List<String> events() {
        return List.of(TASK_CREATED, TASK_COMPLETED, TASK_FAILED);
    }

    /** The document of this name. */
    public static Optional<Document> find(String name) {
        return DOCUMENTS.stream()
                .filter(document -> document.name().equals(name))
                .findFirst();
    }

    /** The schema of an event's data: {@link #TASK_CREATED}, {@link #TASK_COMPLETED} or {@link #TASK_FAILED}. */
    public static Document schema(String event) {
        return find(schemaName(event)).orElseThrow(() -> new IllegalArgumentException("no event is called " + event));
    }

    /** The {@code $id} of a schema, which is also the {@code dataschema} of its events. */
    static URI uri(String event) {
        return URI.create(URI_PREFIX + event + MAJOR_VERSION);
    }

    private static String schemaName(String event) {
        return event + ".schema.json";
    }
}
