package io.mpsbridge.replay;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** A replay cannot continue; the message says why and what to do. */
public sealed class ReplayException extends RuntimeException permits InvalidRequestException {

    private static final long serialVersionUID = 1L;

    private final String format;
    private final transient Object[] arguments; // of any type; nobody serializes it

    ReplayException(String message, Throwable cause) {
        super(message, cause);
        this.format = "%s";
        this.arguments = new Object[] {message};
    }

    /** @param arguments for {@link String#format}; {@link #message} renames each {@link RequestField} among them */
    ReplayException(String format, Object... arguments) {
        super(String.format(Locale.ROOT, format, arguments));
        this.format = format;
        this.arguments = arguments.clone();
    }

    final String format() {
        return format;
    }

    final Object[] arguments() {
        return arguments.clone();
    }

    /** The message with the caller's names for request fields, such as command-line options. */
    public final String message(Function<RequestField, String> names) {
        return String.format(
                Locale.ROOT,
                format,
                Arrays.stream(arguments)
                        .map(each -> each instanceof RequestField field ? names.apply(field) : each)
                        .toArray());
    }
}
