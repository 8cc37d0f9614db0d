package io.mpsbridge.event;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms of a created event. */
enum EventForm {
    /** The value is an envelope, by its content-type or by its content. */
    STRUCTURED,
    /** The attributes are headers. */
    BINARY,
    /** Data without attributes. */
    BARE;

    private static final String SPEC_VERSION = "specversion";
    private static final List<String> REQUIRED = List.of(SPEC_VERSION, "id", "source", "type");
    private static final List<String> DATA = List.of("data", "data_base64");
    private static final String TASK_ID = "taskId";
    private static final Set<String> LOOKED_AT =
            Stream.of(REQUIRED, DATA, List.of(TASK_ID)).flatMap(List::stream).collect(Collectors.toUnmodifiableSet());
    private static final byte[] MARK = ("\"" + SPEC_VERSION + "\"").getBytes(StandardCharsets.UTF_8);

    static EventForm of(HeaderTexts headers, byte[] value) {
        String contentType = headers.lenient(EventDecoder.CONTENT_TYPE);
        if (contentType != null && StructuredMode.isDeclaredBy(contentType)) {
            return STRUCTURED;
        }
        if (headers.has(BinaryMode.VERSION_HEADER)) {
            return BINARY;
        }
        return isEnvelope(value) ? STRUCTURED : BARE;
    }

    /**
     * Whether an object is an undeclared envelope: it has the required attributes of a CloudEvent, and data. With a
     * {@code taskId} it is data: attribute names have no capital letters.
     */
    private static boolean isEnvelope(byte[] value) {
        // Most events are data, and are not parsed twice.
        if (!contains(value, MARK)) {
            return false;
        }
        try {
            Map<String, JsonMember> members =
                    Json.members(Texts.document(value, "the record's value"), LOOKED_AT, "the record's value");
            return !isSet(members, TASK_ID)
                    && REQUIRED.stream().allMatch(name -> isText(members, name))
                    && DATA.stream().anyMatch(name -> isSet(members, name));
        } catch (RejectedException e) {
            // As data it is rejected for the same reason.
            return false;
        }
    }

    private static boolean isSet(Map<String, JsonMember> members, String name) {
        JsonMember member = members.get(name);
        return member != null && !member.isNull();
    }

    private static boolean isText(Map<String, JsonMember> members, String name) {
        JsonMember member = members.get(name);
        return member != null && member.type() == JsonToken.VALUE_STRING;
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int from = 0; from <= bytes.length - wanted.length; from++) {
            int matched = 0;
            while (matched < wanted.length && bytes[from + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
