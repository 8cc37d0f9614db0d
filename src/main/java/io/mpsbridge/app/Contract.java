package io.mpsbridge.app;

import io.mpsbridge.event.SchemaCheck;
import io.mpsbridge.event.Schemas;
import java.util.List;
import java.util.Optional;

/** The contract as documents: schemas, the AsyncAPI document, examples. */
public final class Contract {

    private Contract() {}

    /**
     * A document.
     *
     * @param name unique, such as {@code task-created.schema.json}
     */
    public record Document(String name, String mediaType) {}

    /** All documents, schemas first. */
    public static List<Document> documents() {
        return Schemas.all().stream()
                .map(each -> new Document(each.name(), each.mediaType()))
                .toList();
    }

    /** The text of the document of that name. */
    public static Optional<String> text(String name) {
        return Schemas.find(name).map(Schemas.Document::text);
    }

    /** The events that have a schema. */
    public static List<String> events() {
        return List.of(Schemas.TASK_CREATED, Schemas.TASK_COMPLETED, Schemas.TASK_FAILED);
    }

    /**
     * What is wrong with the data of an event, empty if nothing is.
     *
     * @param event one of {@link #events}
     */
    public static List<String> problems(String event, byte[] document) {
        return SchemaCheck.problems(event, document);
    }
}
