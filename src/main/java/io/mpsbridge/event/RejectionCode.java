package io.mpsbridge.event;

/** What is wrong with a record, for machines; the codes are part of the published contract. */
enum RejectionCode {
    /** An event format that is not read, or a batch. */
    UNSUPPORTED_FORMAT("unsupported-format"),
    /** The attributes are not those of a CloudEvent 1.0, or one of them is out of bounds. */
    INVALID_EVENT("invalid-event"),
    /** A structured event without data, or an empty value. */
    NO_DATA("no-data"),
    /** Not UTF-8. */
    NOT_UTF8("not-utf-8"),
    /** Not JSON, or followed by something else. */
    NOT_JSON("not-json"),
    /** JSON, but not an object. */
    NOT_AN_OBJECT("not-an-object"),
    /** JSON nested too deeply, or with too long a string, number or name. */
    JSON_TOO_LARGE("json-too-large"),
    /** A name occurs twice in one object: the value is ambiguous. */
    DUPLICATE_FIELD("duplicate-field"),
    /** There is no {@code taskId}. */
    MISSING_TASK_ID("missing-task-id"),
    /** A field of the data has a wrong type or value. */
    INVALID_FIELD("invalid-field"),
    /** The kind of task is none that this release knows. */
    UNKNOWN_KIND("unknown-kind"),
    /** The account is not configured. */
    UNKNOWN_ACCOUNT("unknown-account"),
    /** The terminal event does not fit its topic. */
    OUTCOME_TOO_LARGE("outcome-too-large"),
    /** The broker refuses the terminal event, whatever its size. */
    OUTCOME_REFUSED("outcome-refused"),
    /** MPS no longer knows the task, and the offsets that would tell whether it was answered are lost. */
    MAYBE_ANSWERED("maybe-answered"),
    /** An error in the bridge, not in the event. */
    INTERNAL_ERROR("internal-error");

    private final String code;

    RejectionCode(String code) {
        this.code = code;
    }

    /** The text of the header {@code mps-bridge-error-code}. */
    String code() {
        return code;
    }
}
