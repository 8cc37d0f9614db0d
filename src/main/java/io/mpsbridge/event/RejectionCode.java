package io.mpsbridge.event;

/** What can be wrong with a record, for machines; the codes are part of the published contract. */
enum RejectionCode {
    /** An event format or a batch that is not read here. */
    UNSUPPORTED_FORMAT("unsupported-format"),
    /** The attributes are no CloudEvent 1.0, or one of them is out of bounds. */
    INVALID_EVENT("invalid-event"),
    /** A structured event without data, or an empty value. */
    NO_DATA("no-data"),
    /** Bytes that are no UTF-8. */
    NOT_UTF8("not-utf-8"),
    /** No JSON, or something behind it. */
    NOT_JSON("not-json"),
    /** JSON, but not an object. */
    NOT_AN_OBJECT("not-an-object"),
    /** JSON nested too deep, or with a too long string, number or name. */
    JSON_TOO_LARGE("json-too-large"),
    /** A name that stands twice in one object: which value was meant? */
    DUPLICATE_FIELD("duplicate-field"),
    /** There is no {@code taskId}. */
    MISSING_TASK_ID("missing-task-id"),
    /** A field of the data has a wrong type or a wrong value. */
    INVALID_FIELD("invalid-field"),
    /** The terminal event does not fit its topic. */
    OUTCOME_TOO_LARGE("outcome-too-large"),
    /** The broker refuses the terminal event, whatever its size. */
    OUTCOME_REFUSED("outcome-refused"),
    /** MPS does not know the task, and the offsets were lost that would tell whether it was answered while it did. */
    MAYBE_ANSWERED("maybe-answered"),
    /** The bridge failed at this event alone: an error in the bridge, not in the event. */
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
