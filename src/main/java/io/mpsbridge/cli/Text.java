package io.mpsbridge.cli;

import java.util.regex.Pattern;

/** Text for terminals. */
final class Text {

    /** What terminals act on instead of showing it: controls, C1 included, text direction, separators of lines. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private Text() {}

    /** One line without such characters, whatever came from outside. */
    static String line(String text) {
        return UNSAFE.matcher(text).replaceAll(" ");
    }

    /** Why something failed: the innermost message there is. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && cause.getMessage() != null
                && cause.getMessage().startsWith(cause.getCause().getClass().getName())) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
