package io.mpsbridge.simulator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One complete API call.
 *
 * @param headers all values of a header, by its name in lower case
 * @param body empty if it was too large
 * @param parameters the body as a JSON object, or null if it is none
 */
record ApiRequest(
        String method,
        Function<String, List<String>> headers,
        BoundedBody body,
        @Nullable JsonNode parameters) {

    private static final String CREDENTIAL = "TC3-HMAC-SHA256 Credential=";

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    static ApiRequest of(String method, Function<String, List<String>> headers, BoundedBody body) {
        return new ApiRequest(method, headers, body, object(body.bytes()));
    }

    /** An empty string if it names none. */
    String action() {
        return Objects.requireNonNullElse(header("x-tc-action"), "");
    }

    /** The secret id in {@code Authorization}, even if the rest of it is wrong, or an empty string. */
    String secretId() {
        String authorization = header("authorization");
        if (authorization == null || !authorization.startsWith(CREDENTIAL)) {
            return "";
        }
        int end = authorization.indexOf('/', CREDENTIAL.length());
        return end < 0 ? "" : authorization.substring(CREDENTIAL.length(), end);
    }

    /** The header's only value; null if it is missing or repeated. */
    @Nullable String header(String name) {
        List<String> values = headers.apply(name);
        return values.size() == 1 ? values.get(0).strip() : null;
    }

    String required(String header, String name) throws ApiException {
        String value = header(header);
        if (value == null || value.isEmpty()) {
            throw new ApiException(ApiError.missing(name));
        }
        return value;
    }

    /** The id of the requested task, or an empty string. */
    String taskId() {
        JsonNode id = parameters == null ? null : parameters.get("TaskId");
        return id == null ? "" : id.asText();
    }

    private static @Nullable JsonNode object(byte[] body) {
        try {
            JsonNode node = READER.readTree(body);
            return node.isObject() ? node : null;
        } catch (IOException e) {
            // The caller reports any fault as "not a JSON object".
            return null;
        }
    }
}
