package io.mpsbridge.event;

import com.fasterxml.jackson.core.JsonToken;

/**
 * One member of a JSON object.
 *
 * @param type the first token of its value
 * @param text a string's content; of every other value the text as it stands in the source, to the last space
 */
record JsonMember(JsonToken type, String text) {

    boolean isNull() {
        return type == JsonToken.VALUE_NULL;
    }

    boolean isString() {
        return type == JsonToken.VALUE_STRING;
    }

    boolean isObject() {
        return type == JsonToken.START_OBJECT;
    }
}
