package io.mpsbridge.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of JSON objects without a tree, so that metadata keeps its spelling and costs little; writes objects.
 */
final class Json {
    static final int MAX_DEPTH = 200;
    static final int MAX_NUMBER_CHARS = 1000;
    static final int MAX_NAME_CHARS = 10_000;
    static final int MAX_STRING_CHARS = 16 << 20;

    /** The parser's messages name a Java method, which does not help the sender. */
    private static final Pattern LIBRARY = Pattern.compile(", from `[^`]*`");

    /** Does not intern names: untrusted input could fill that table. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxNameLength(MAX_NAME_CHARS)
                    .maxStringLength(MAX_STRING_CHARS)
                    .build())
            .build();

    private Json() {}

    /** The wanted members of the one JSON object that {@code json} is. {@code what} names it in messages. */
    static Map<String, JsonMember> members(String json, Set<String> wanted, String what) throws RejectedException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new RejectedException(RejectionCode.NO_DATA, what + " is empty; send a JSON object");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new RejectedException(
                        RejectionCode.NOT_AN_OBJECT, what + " must be a JSON object, is " + described(first));
            }
            Map<String, JsonMember> members = members(parser, json, wanted, what);
            if (parser.nextToken() != null) {
                throw new RejectedException(
                        RejectionCode.NOT_JSON, what + " has more behind its JSON object; send one object per record");
            }
            return members;
        } catch (StreamConstraintsException e) {
            throw rejected(RejectionCode.JSON_TOO_LARGE, what + " is beyond the limits", e);
        } catch (JsonProcessingException e) {
            throw rejected(RejectionCode.NOT_JSON, what + " is not valid JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
    }

    private static Map<String, JsonMember> members(JsonParser parser, String json, Set<String> wanted, String what)
            throws IOException, RejectedException {
        Map<String, JsonMember> members = new HashMap<>();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (!seen.add(name)) {
                throw new RejectedException(
                        RejectionCode.DUPLICATE_FIELD,
                        what + " has the field " + Texts.shown(name) + " more than once; send it once");
            }
            JsonToken type = parser.nextToken();
            if (wanted.contains(name)) {
                members.put(name, member(parser, json, type));
            } else {
                parser.skipChildren();
            }
        }
        return members;
    }

    private static JsonMember member(JsonParser parser, String json, JsonToken type) throws IOException {
        if (!type.isStructStart()) {
            return new JsonMember(type, parser.getText());
        }
        int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        parser.skipChildren();
        int end = Math.toIntExact(parser.currentLocation().getCharOffset());
        return new JsonMember(type, json.substring(start, end));
    }

    /** The object with the string as that member: in place of the one it has, else as its first. */
    static String withMember(String object, String name, String text) throws RejectedException {
        String quoted = "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
        try (JsonParser parser = FACTORY.createParser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedException(RejectionCode.NOT_AN_OBJECT, "not a JSON object");
            }
            int first = Math.toIntExact(parser.currentLocation().getCharOffset());
            boolean empty = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                empty = false;
                boolean found = parser.currentName().equals(name);
                parser.nextToken();
                int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
                parser.skipChildren();
                parser.finishToken();
                if (found) {
                    int end = Math.toIntExact(parser.currentLocation().getCharOffset());
                    return object.substring(0, start) + quoted + object.substring(end);
                }
            }
            String member = "\"" + name + "\":" + quoted + (empty ? "" : ",");
            return object.substring(0, first) + member + object.substring(first);
        } catch (IOException e) {
            throw new RejectedException(RejectionCode.NOT_JSON, "not JSON");
        }
    }

    private static RejectedException rejected(RejectionCode code, String what, JsonProcessingException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return new RejectedException(
                code,
                what + where + ": " + LIBRARY.matcher(e.getOriginalMessage()).replaceAll(""));
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Sets the member to the value's text; null leaves it out. */
    static ObjectNode put(ObjectNode object, String name, @Nullable Object value) {
        return value == null ? object : object.put(name, value.toString());
    }

    /** Sets the member to JSON as it is spelled; null leaves it out. */
    static void putRaw(ObjectNode object, String name, @Nullable String json) {
        if (json != null) {
            object.putRawValue(name, new RawValue(json));
        }
    }

    static byte[] bytes(ObjectNode object) {
        // By way of a string: half a surrogate pair in the vendor's text becomes a question mark, not an exception.
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A token's type, in words. */
    static String described(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }
}
