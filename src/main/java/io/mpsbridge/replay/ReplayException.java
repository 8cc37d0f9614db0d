package io.mpsbridge.replay;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** A replay cannot go on; the message says why and what to do. */
public sealed class ReplayException extends RuntimeException permits InvalidRequestException {

    private static final long serialVersionUID = 1L;

    private final String format;
    private final Object[] arguments;

    ReplayException(String message, Throwable cause) {
        super(message, cause);
        this.format = "%s";
        this.arguments = new Object[] {message};
    }

    /** @param format of {@link String#format}; a {@link RequestField} among the arguments is named by the reader */
    ReplayException(String format, Object... arguments) {
        super(String.format(Locale.ROOT, format, arguments));
        this.format = format;
        this.arguments = arguments.clone();
    }

    /** The message, with fields of the request called as the reader knows them: as options, on a command line. */
    public final String message(Function<RequestField, String> names) {
        return String.format(
                Locale.ROOT,
                format,
                Arrays.stream(arguments)
                        .map(each -> each instanceof RequestField field ? names.apply(field) : each)
                        .toArray());
    }
}
