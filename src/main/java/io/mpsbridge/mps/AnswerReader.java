package io.mpsbridge.mps;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mpsbridge.input.BoundedNames;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns an HTTP answer into a verdict; never throws, whatever the bytes are. Thread-safe. */
final class AnswerReader {

    /** Of code, status and request id. */
    static final int MAX_NAME = 100;

    static final int MAX_MESSAGE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AnswerReader.class);
    private static final int REMEMBERED = 100;
    private static final ObjectReader JSON = strictJson();

    private final String endpoint;
    private final ResultReader results;
    private final BoundedNames statuses = new BoundedNames(REMEMBERED);
    private final BoundedNames codes = new BoundedNames(REMEMBERED);

    AnswerReader(String endpoint, TaskKind kind) {
        this.endpoint = endpoint;
        this.results = new ResultReader(kind);
    }

    Verdict read(int httpStatus, byte[] body) {
        if (httpStatus != 200) {
            return unavailable("http-" + httpStatus, "answered HTTP " + httpStatus, null);
        }
        try {
            return read(JSON.readTree(body).path("Response"));
        } catch (IOException e) {
            return unreadable("its answer is not the JSON that it should be", null);
        }
    }

    private Verdict read(JsonNode response) {
        String requestId = text(response, "RequestId", MAX_NAME);
        if (response.path("Error").isObject()) {
            return error(response.path("Error"), requestId);
        }
        String status = text(response, "Status", MAX_NAME);
        if (status == null || response.hasNonNull("Error")) {
            return unreadable("its answer has neither a status nor an error", requestId);
        }
        return switch (status) {
            case "DONE" -> results.read(response, requestId);
            case "FAIL" -> new Verdict.Failed(message(response), requestId);
            // Literals: a task in flight keeps its status, and must not retain a string of its own.
            case "WAIT" -> new Verdict.Unfinished("WAIT", requestId);
            case "RUN" -> new Verdict.Unfinished("RUN", requestId);
            default -> unknownStatus(status, requestId);
        };
    }

    private Verdict error(JsonNode error, @Nullable String requestId) {
        String code = text(error, "Code", MAX_NAME);
        if (code == null || code.isBlank()) {
            return unreadable("its answer has an error without a code", requestId);
        }
        ErrorTable.Meaning meaning = ErrorTable.of(code);
        if (meaning == ErrorTable.Meaning.UNKNOWN && codes.add(code)) {
            LOG.atWarn().addKeyValue("code", code).log("Unknown error code, its tasks are asked about again later");
        }
        return meaning.verdict(code, message(error), requestId);
    }

    private Verdict unknownStatus(String status, @Nullable String requestId) {
        if (statuses.add(status)) {
            LOG.atWarn().addKeyValue("status", status).log("Unknown task status, taken as unfinished");
        }
        return new Verdict.Unfinished(status, requestId);
    }

    private static String message(JsonNode node) {
        String message = text(node, "Message", MAX_MESSAGE);
        return message == null ? "" : message;
    }

    private static @Nullable String text(JsonNode node, String field, int maxChars) {
        JsonNode value = node.path(field);
        return value.isTextual() ? ForeignText.clean(value.textValue(), maxChars) : null;
    }

    private Verdict unreadable(String what, @Nullable String requestId) {
        return unavailable("unreadable", "cannot be understood: " + what, requestId);
    }

    private Verdict unavailable(String code, String what, @Nullable String requestId) {
        return new Verdict.Unavailable(code, endpoint + " " + what, requestId);
    }

    private static ObjectReader strictJson() {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxDocumentLength(MpsHttp.MAX_BODY)
                .maxNestingDepth(32)
                .maxNumberLength(100)
                .maxNameLength(1_000)
                .maxStringLength(MpsHttp.MAX_BODY)
                .maxTokenCount(100_000)
                .build();
        ObjectMapper mapper = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(limits)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        // For a type: its deserializer is made here, not at the first answers, of which all but one would wait for a
        // lock.
        return mapper.readerFor(JsonNode.class);
    }
}
