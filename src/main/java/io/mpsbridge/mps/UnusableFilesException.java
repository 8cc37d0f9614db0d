package io.mpsbridge.mps;

/** Files that a setting names cannot be used; the message names both and says what to do, without any secret in it. */
final class UnusableFilesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableFilesException(String message) {
        super(message);
    }

    UnusableFilesException(String message, Throwable cause) {
        super(message, cause);
    }
}
