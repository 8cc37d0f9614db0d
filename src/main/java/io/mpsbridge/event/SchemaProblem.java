package io.mpsbridge.event;

import com.networknt.schema.Error;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Says in one clause which field breaks which rule of a schema. */
final class SchemaProblem {

    private SchemaProblem() {}

    static String of(Error error) {
        String field =
                error.getInstanceLocation().toString().replaceFirst("^/", "").replace('/', '.');
        String what = field.isEmpty() ? "the document" : "the field '" + field + "'";
        Object[] arguments = error.getArguments() == null ? new Object[0] : error.getArguments();
        String rule = rule(error.getKeyword(), texts(arguments));
        return rule.isEmpty() ? what + ": " + error.getMessage() : what + " " + rule;
    }

    private static String[] texts(Object[] arguments) {
        return Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    }

    /** Follows the field; empty for a rule that is left to the validator's own words. */
    private static String rule(String keyword, String[] arguments) {
        String first = arguments.length > 0 ? arguments[0] : "";
        String second = arguments.length > 1 ? arguments[1] : "";
        return switch (keyword) {
            case "required" -> "lacks the field '" + first + "'";
            case "type" -> "must be " + types(second) + ", is " + types(first);
            case "enum", "const" -> "must be one of " + first;
            case "format" -> "must be a " + first;
            case "pattern" -> "must match " + first;
            case "minLength" -> "must have at least " + first + " character(s)";
            case "maxLength" -> "must have at most " + first + " characters";
            case "minItems" -> "must have at least " + first + " item(s)";
            case "maxItems" -> "must have at most " + first + " items";
            case "minimum" -> "must be at least " + first;
            case "maximum" -> "must be at most " + first;
            case "additionalProperties", "unevaluatedProperties" ->
                "has the field '" + first + "', which is not allowed";
            default -> "";
        };
    }

    private static String types(String names) {
        return Arrays.stream(names.replaceAll("[\\[\\]\"]", "").split("[, ]+", -1))
                .map(SchemaProblem::withArticle)
                .collect(Collectors.joining(" or "));
    }

    private static String withArticle(String type) {
        return switch (type) {
            case "null" -> type;
            case "integer", "object", "array" -> "an " + type;
            default -> "a " + type;
        };
    }
}
