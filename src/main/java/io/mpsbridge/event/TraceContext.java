package io.mpsbridge.event;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A W3C trace context.
 *
 * @param traceparent valid by section 3.2 of the recommendation
 * @param tracestate printable ASCII of at most 512 characters, the length that every system must propagate
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 */
record TraceContext(String traceparent, @Nullable String tracestate) {
    static final String TRACEPARENT = "traceparent";
    static final String TRACESTATE = "tracestate";

    private static final int VERSION_00_CHARS = 55;
    private static final Pattern PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]{0,72})?");
    private static final Pattern STATE = Pattern.compile("[ -~\\t]{1,512}");

    /** The context, if it is valid; an invalid or too long state is left out. */
    static Optional<TraceContext> of(@Nullable String traceparent, @Nullable String tracestate) {
        if (traceparent == null || !isValid(traceparent)) {
            return Optional.empty();
        }
        boolean carried = tracestate != null && STATE.matcher(tracestate).matches();
        return Optional.of(new TraceContext(traceparent, carried ? tracestate : null));
    }

    private static boolean isValid(String traceparent) {
        // Versions to come may append fields; version 00 may not.
        return PARENT.matcher(traceparent).matches()
                && (traceparent.length() == VERSION_00_CHARS || !traceparent.startsWith("00"));
    }
}
