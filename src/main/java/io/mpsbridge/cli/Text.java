package io.mpsbridge.cli;

/** Texts for messages. */
final class Text {

    private Text() {}

    /** The first message of its own in a chain of exceptions that wrap each other's text. */
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
