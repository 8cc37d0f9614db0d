package io.mpsbridge.event;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a hint, a record of whatever form that names a task: by its key, or by a member {@code taskId} of its value.
 */
public final class Hints {

    /** Longer keys are no task's id, whatever their characters. */
    private static final int MOST_KEY_BYTES = 1_024;
    /** A notice has some kilobytes; longer values are not read. */
    static final int MOST_VALUE_BYTES = 64 << 10;

    private static final Set<String> FIELDS = Set.of("taskId");

    private Hints() {}

    /** The ids of the task that the record may name: two where its key says one and its value another, or none. */
    public static Set<String> taskIds(byte @Nullable [] key, byte @Nullable [] value) {
        Set<String> found = new LinkedHashSet<>();
        try {
            if (key != null && key.length <= MOST_KEY_BYTES) {
                add(found, Texts.utf8(key, "the record's key"));
            }
        } catch (RejectedException e) {
            // A key of another kind; the value may tell.
        }
        try {
            if (value != null && value.length <= MOST_VALUE_BYTES) {
                String document = Texts.document(value, "the record's value");
                JsonMember member = Json.members(document, FIELDS, "the hint").get("taskId");
                if (member != null && member.isString()) {
                    add(found, member.text());
                }
            }
        } catch (RejectedException e) {
            // A value of another kind; the key may have told.
        }
        return found;
    }

    private static void add(Set<String> found, String text) {
        if (CreatedData.isTaskId(text)) {
            found.add(text);
        }
    }
}
