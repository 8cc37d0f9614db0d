package io.mpsbridge.event;

import io.mpsbridge.task.TaskOutcome;
import java.net.URI;

/** The two types of terminal events. */
enum TerminalType {
    COMPLETED("io.mpsbridge.task.completed.v1", Schemas.TASK_COMPLETED),
    FAILED("io.mpsbridge.task.failed.v1", Schemas.TASK_FAILED);

    private final String type;
    private final URI schema;

    TerminalType(String type, String schema) {
        this.type = type;
        this.schema = Schemas.uri(schema);
    }

    static TerminalType of(TaskOutcome outcome) {
        return outcome.fold(completed -> COMPLETED, failed -> FAILED);
    }

    /** The attribute {@code type}. */
    String type() {
        return type;
    }

    /** The attribute {@code dataschema}: the {@code $id} of the schema. */
    URI schema() {
        return schema;
    }
}
