package io.mpsbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Faults as JSON: one object or an array of them, such as
 * {@code {"fault":"latency","before":"uniform:0ms,60ms","after":"fixed:5ms","probability":0.5,"times":10,"lasting":"30s",
 * "prefix":"a-","account":"default","action":"DescribeAigcVideoTask"}}. {@code fault} is latency (before, after),
 * status (status), reset, garbage, empty, drip (gap), silence, error (code, message), unknown-status (status), no-urls,
 * contradiction, or clock (offset, such as {@code +3h} or {@code -90s}; ends with {@code lasting} alone); everything
 * else is optional.
 */
final class FaultJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Fields not read yet. */
    private final ObjectNode fields;

    private FaultJson(ObjectNode fields) {
        this.fields = fields;
    }

    /** @throws IllegalArgumentException naming the invalid field */
    static List<Fault> parse(byte[] json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            List<Fault> faults = new ArrayList<>();
            for (JsonNode node : root.isArray() ? root : List.of(root)) {
                if (!node.isObject()) {
                    throw new IllegalArgumentException("not a JSON object, nor an array of them");
                }
                faults.add(new FaultJson(node.deepCopy()).fault());
            }
            return faults;
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    static Map<String, Object> write(Fault fault) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("fault", fault.effect().name());
        fields.put("effect", fault.effect().toString());
        fields.put("probability", fault.probability());
        fields.put("prefix", fault.target().prefix());
        fault.target().account().ifPresent(account -> fields.put("account", account));
        fault.target().kind().ifPresent(kind -> fields.put("action", kind.describeAction()));
        fault.times().ifPresent(times -> fields.put("times", times));
        fault.lasting().ifPresent(lasting -> fields.put("lasting", lasting.toMillis() + "ms"));
        return fields;
    }

    private Fault fault() {
        Fault fault = new Fault(
                effect(text("fault", "")),
                number("probability", 1),
                optional("times").map(times -> whole("times", times)),
                optional("lasting").map(lasting -> DurationText.parse("lasting", lasting)),
                new Target(
                        text("prefix", ""),
                        optional("account"),
                        optional("action").map(FaultJson::kind)));
        if (!fields.isEmpty()) {
            throw new IllegalArgumentException(fault.effect().name() + " has no field "
                    + fields.properties().stream().map(Map.Entry::getKey).toList());
        }
        return fault;
    }

    private Effect effect(String name) {
        return switch (name) {
            case "latency" -> new Effect.Latency(spec("before"), spec("after"));
            case "status" -> new Effect.HttpStatus((int) whole("status", text("status", "503")));
            case "reset" -> new Effect.Reset();
            case "garbage" -> new Effect.Garbage();
            case "empty" -> new Effect.EmptyBody();
            case "drip" -> new Effect.Drip(DurationText.parse("gap", text("gap", "1s")));
            case "silence" -> new Effect.Silence();
            case "error" -> new Effect.ErrorCode(text("code", ""), text("message", "A fault was asked for."));
            case "unknown-status" -> new Effect.UnknownStatus(text("status", "PAUSED"));
            case "no-urls" -> new Effect.NoUrls();
            case "contradiction" -> new Effect.Contradiction();
            case "clock" -> new Effect.ClockOffset(offset(text("offset", "+3h")));
            default ->
                throw new IllegalArgumentException("fault: '" + name + "' is none of latency, status, reset, garbage,"
                        + " empty, drip, silence, error, unknown-status, no-urls, contradiction and clock");
        };
    }

    private static Kind kind(String action) {
        return Kind.describedBy(action)
                .orElseThrow(() -> new IllegalArgumentException(
                        "action: '" + action + "' is none of " + Kind.all(Kind::describeAction)));
    }

    private static Duration offset(String text) {
        boolean behind = text.startsWith("-");
        Duration length = DurationText.parse("offset", behind || text.startsWith("+") ? text.substring(1) : text);
        return behind ? length.negated() : length;
    }

    private DurationSpec spec(String field) {
        return DurationSpec.parse(field, text(field, "fixed:0s"));
    }

    private Optional<String> optional(String field) {
        JsonNode value = fields.remove(field);
        if (value != null && value.isContainerNode()) {
            throw new IllegalArgumentException(field + ": must be a text or a number");
        }
        return Optional.ofNullable(value).filter(given -> !given.isNull()).map(JsonNode::asText);
    }

    private String text(String field, String otherwise) {
        return optional(field).orElse(otherwise);
    }

    private double number(String field, double otherwise) {
        Optional<String> value = optional(field);
        try {
            return value.map(Double::parseDouble).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + ": '" + value.orElse("") + "' is not a number", e);
        }
    }

    private static long whole(String field, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + ": '" + value + "' is not a whole number", e);
        }
    }
}
