package io.mpsbridge.cli;

/** Text for terminals. */
final class Text {

    private Text() {}

    /** One line without control characters, whatever came from outside. */
    static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
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
