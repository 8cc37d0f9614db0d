package io.mpsbridge.event;

import io.cloudevents.CloudEvent;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Wraps the CloudEvents SDK, which throws exceptions of many kinds for an invalid event. */
final class CloudEventReader {
    private static final String VERSION = "1.0";
    private static final List<String> REQUIRED = List.of("id", "source", "type");

    /** Where a parser read, in its own terms, and names of classes: these tell the sender nothing. */
    private static final Pattern LIBRARY =
            Pattern.compile("(?s)\\s*(\\n? at \\[Source:.*|`?\\b(?:[a-z][a-z0-9_]*\\.){2,}[A-Z][\\w$]*`?)");

    private CloudEventReader() {}

    /** @param attributes as they came, by name */
    static CloudEvent read(Supplier<CloudEvent> reader, Map<String, String> attributes) throws RejectedException {
        String version = attributes.get("specversion");
        if (!VERSION.equals(version)) {
            throw new RejectedException(
                    RejectionCode.INVALID_EVENT,
                    "the attribute 'specversion' must be " + VERSION + ", is "
                            + (version == null ? "absent" : Texts.shown(version)));
        }
        require(attributes);
        try {
            return reader.get();
        } catch (RuntimeException e) {
            // A missing id, for example, is an IllegalStateException. What can be missing was asked for before.
            throw new RejectedException(
                    RejectionCode.INVALID_EVENT,
                    "not a CloudEvent 1.0: "
                            + LIBRARY.matcher(String.valueOf(root(e).getMessage()))
                                    .replaceAll(""));
        }
    }

    /** Says which required attribute is missing or wrong, where the SDK would speak of its own classes. */
    private static void require(Map<String, String> attributes) throws RejectedException {
        for (String name : REQUIRED) {
            if (attributes.getOrDefault(name, "").isEmpty()) {
                throw new RejectedException(
                        RejectionCode.INVALID_EVENT,
                        "the attribute '" + name + "' is missing; a CloudEvent needs specversion, id, source and type");
            }
        }
        String source = attributes.getOrDefault("source", "");
        try {
            URI unused = new URI(source);
        } catch (URISyntaxException e) {
            throw new RejectedException(
                    RejectionCode.INVALID_EVENT,
                    "the attribute 'source' must be a URI reference such as /orders, is " + Texts.shown(source));
        }
    }

    /** The wrapping exceptions name classes, which tell the sender nothing. */
    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 10; depth++) {
            root = root.getCause();
        }
        return root;
    }
}
