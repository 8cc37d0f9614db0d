package io.mpsbridge.event;

import java.net.URI;

/** The published contract. */
public final class Schemas {
    /** Data of the events that come in. */
    public static final String TASK_CREATED = "task-created";

    /** Data of the events about tasks with images. */
    public static final String TASK_COMPLETED = "task-completed";

    /** Data of the events about tasks without images. */
    public static final String TASK_FAILED = "task-failed";

    private static final String URI_PREFIX = "urn:mps-bridge:schema:";
    private static final String MAJOR_VERSION = ":v1";

    private Schemas() {}

    /** The {@code $id} of a schema, which is also the {@code dataschema} of its events. */
    static URI uri(String name) {
        return URI.create(URI_PREFIX + name + MAJOR_VERSION);
    }
}
