package io.mpsbridge.event;

import io.cloudevents.CloudEvent;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Wraps the CloudEvents SDK, which throws exceptions of many kinds for an invalid event. */
final class CloudEventReader {
    private static final String VERSION = "1.0";

    private CloudEventReader() {}

    static CloudEvent read(Supplier<CloudEvent> reader, @Nullable String version) throws RejectedException {
        if (!VERSION.equals(version)) {
            throw new RejectedException(
                    RejectionCode.INVALID_EVENT,
                    "the attribute 'specversion' must be " + VERSION + ", is "
                            + (version == null ? "absent" : Texts.shown(version)));
        }
        try {
            return reader.get();
        } catch (RuntimeException e) {
            // A missing id, for example, is an IllegalStateException.
            throw new RejectedException(
                    RejectionCode.INVALID_EVENT,
                    "not a CloudEvent 1.0: " + root(e).getMessage()
                            + "; id, source (a URI reference) and type are required");
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
