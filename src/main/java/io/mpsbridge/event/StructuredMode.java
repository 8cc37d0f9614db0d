package io.mpsbridge.event;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import io.mpsbridge.task.ClaimedTime;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents in structured mode: the value is a JSON envelope. The data keeps its spelling; the SDK reads an envelope
 * with the attributes only.
 */
final class StructuredMode {
    private static final String CONTENT_TYPE = "application/cloudevents";
    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";
    private static final Set<String> MEMBERS = wantedMembers();
    private static final JsonMember ABSENT = new JsonMember(JsonToken.VALUE_NULL, "null");

    private StructuredMode() {}

    static boolean isDeclaredBy(String contentType) {
        return contentType.strip().toLowerCase(Locale.ROOT).startsWith(CONTENT_TYPE);
    }

    /** @param contentType of the record; ignored unless it declares a CloudEvent */
    static CreatedEvent read(@Nullable String contentType, byte[] value) throws RejectedException {
        String mediaType =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (isDeclaredBy(mediaType) && !mediaType.equals(JsonFormat.CONTENT_TYPE)) {
            throw new RejectedException(
                    RejectionCode.UNSUPPORTED_FORMAT,
                    "the content-type " + Texts.shown(mediaType) + " is not read; send one event per record as "
                            + JsonFormat.CONTENT_TYPE + ", or in binary mode");
        }
        Map<String, JsonMember> members =
                Json.members(Texts.document(value, "the record's value"), MEMBERS, "the event's envelope");
        String data = data(members);
        byte[] attributes = attributes(members);
        Map<String, String> texts = new HashMap<>();
        members.forEach((name, member) -> {
            if (!member.isNull()) {
                texts.put(name, member.text());
            }
        });
        CloudEvent event = CloudEventReader.read(() -> deserialized(attributes), texts);
        return CreatedEvent.of(event, time(members.getOrDefault(CreatedEvent.TIME, ABSENT)), data);
    }

    /** The envelope with the attribute set; all else keeps its spelling. */
    static byte[] withAttribute(byte[] value, String name, String text) {
        try {
            String envelope = Texts.document(value, "the record's value");
            return Json.withMember(envelope, name, text).getBytes(StandardCharsets.UTF_8);
        } catch (RejectedException e) {
            // There is no attribute to set; the decoder will say what is wrong.
            return value;
        }
    }

    private static CloudEvent deserialized(byte[] attributes) {
        return EventFormatProvider.getInstance()
                .resolveFormat(JsonFormat.CONTENT_TYPE)
                .deserialize(attributes);
    }

    private static @Nullable ClaimedTime time(JsonMember time) {
        return time.isNull() ? null : CreatedEvent.time(time.text());
    }

    private static String data(Map<String, JsonMember> members) throws RejectedException {
        JsonMember data = members.getOrDefault(DATA, ABSENT);
        JsonMember base64 = members.getOrDefault(DATA_BASE64, ABSENT);
        if (data.isNull() == base64.isNull()) {
            throw new RejectedException(
                    RejectionCode.NO_DATA,
                    data.isNull()
                            ? "the event has no data; send the task as its data"
                            : "the event has data and data_base64; send one of them");
        }
        // SDKs write data as a string if its content type looks like text: the string's content is the data.
        return base64.isNull() ? data.text() : decoded(base64);
    }

    private static String decoded(JsonMember base64) throws RejectedException {
        if (!base64.isString()) {
            throw new RejectedException(RejectionCode.INVALID_EVENT, "data_base64 must be a string");
        }
        try {
            return Texts.document(Base64.getDecoder().decode(base64.text()), "data_base64");
        } catch (IllegalArgumentException e) {
            throw new RejectedException(
                    RejectionCode.INVALID_EVENT, "data_base64 is not base64 (RFC 4648): " + e.getMessage());
        }
    }

    /** An envelope with only the attributes that are read. */
    private static byte[] attributes(Map<String, JsonMember> members) throws RejectedException {
        ObjectNode envelope = Json.object();
        for (String name : CreatedEvent.ATTRIBUTES) {
            JsonMember member = members.getOrDefault(name, ABSENT);
            if (!member.isNull() && !member.text().isEmpty()) {
                put(envelope, name, member);
            }
        }
        return Json.bytes(envelope);
    }

    private static void put(ObjectNode envelope, String name, JsonMember member) throws RejectedException {
        if (member.type().isStructStart()) {
            throw new RejectedException(
                    RejectionCode.INVALID_EVENT,
                    "the attribute '" + name + "' must be a string, is " + Json.described(member.type()));
        }
        String text = Texts.attribute(name, member.text());
        if (member.isString()) {
            envelope.put(name, text);
        } else {
            Json.putRaw(envelope, name, text);
        }
    }

    private static Set<String> wantedMembers() {
        Set<String> names = new HashSet<>(CreatedEvent.ATTRIBUTES);
        names.add(CreatedEvent.TIME);
        names.add(DATA);
        names.add(DATA_BASE64);
        return Set.copyOf(names);
    }
}
