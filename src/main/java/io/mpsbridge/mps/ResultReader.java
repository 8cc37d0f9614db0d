package io.mpsbridge.mps;

import com.fasterxml.jackson.databind.JsonNode;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.task.ResultField;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.TaskResults;
import io.mpsbridge.task.TaskResults.MediaFile;
import io.mpsbridge.task.TaskResults.Value;
import io.mpsbridge.task.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the results of an answer that says DONE: usable URLs, in bounded number and length, and what belongs to them.
 */
final class ResultReader {

    static final int MAX_URL = 4_096;
    /** With {@link #MAX_URL} it keeps the event that carries the URLs below a broker's default limit of 1 MiB. */
    static final int MAX_FILES = 200;

    private static final int MAX_TEXT = 100;
    private static final Pattern USABLE_URL = Pattern.compile("(?i:https?)://[^/?#\\p{C}\\p{Z}][^\\p{C}\\p{Z}]*");

    private final TaskKind kind;

    ResultReader(TaskKind kind) {
        this.kind = kind;
    }

    Verdict read(JsonNode response, @Nullable String requestId) {
        List<Value> values = new ArrayList<>();
        for (ResultField field : kind.results()) {
            value(field, response.path(field.vendorName())).ifPresent(values::add);
        }
        TaskResults results = new TaskResults(values);
        if (results.files() == 0) {
            return new Verdict.Malformed("MPS answered DONE without a usable " + kind.label() + " URL", requestId);
        }
        if (results.files() > MAX_FILES) {
            return new Verdict.Malformed(
                    "MPS answered DONE with more than " + MAX_FILES + " " + kind.label() + " URLs", requestId);
        }
        return new Verdict.Done(results, requestId);
    }

    private static Optional<Value> value(ResultField field, JsonNode value) {
        return switch (field.shape()) {
            case URLS -> urls(field, value);
            case MEDIA -> media(field, value);
            case TEXT -> text(field, value);
        };
    }

    private static Optional<Value> urls(ResultField field, JsonNode array) {
        List<String> usable = new ArrayList<>();
        for (JsonNode url : elements(array)) {
            if (isUsable(url)) {
                usable.add(url.textValue());
            }
        }
        return usable.isEmpty() ? Optional.empty() : Optional.of(new TaskResults.Urls(field.name(), usable));
    }

    private static Optional<Value> media(ResultField field, JsonNode array) {
        List<MediaFile> usable = new ArrayList<>();
        for (JsonNode file : elements(array)) {
            JsonNode url = file.path("Url");
            if (isUsable(url)) {
                usable.add(new MediaFile(url.textValue(), duration(file.path("Duration"))));
            }
        }
        return usable.isEmpty() ? Optional.empty() : Optional.of(new TaskResults.Media(field.name(), usable));
    }

    private static Optional<Value> text(ResultField field, JsonNode value) {
        return value.isTextual() && !value.textValue().isBlank()
                ? Optional.of(new TaskResults.Text(field.name(), ForeignText.clean(value.textValue(), MAX_TEXT)))
                : Optional.empty();
    }

    private static Iterable<JsonNode> elements(JsonNode value) {
        return value.isArray() ? value : List.of();
    }

    private static @Nullable Double duration(JsonNode value) {
        double seconds = value.isNumber() ? value.doubleValue() : Double.NaN;
        return Double.isFinite(seconds) && seconds >= 0 ? seconds : null;
    }

    private static boolean isUsable(JsonNode url) {
        return url.isTextual()
                && url.textValue().length() <= MAX_URL
                && USABLE_URL.matcher(url.textValue()).matches();
    }
}
