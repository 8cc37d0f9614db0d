package io.mpsbridge.mps;

/** There are no usable credentials; the message says why, without any secret in it. */
final class CredentialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CredentialException(String message) {
        super(message);
    }

    CredentialException(String message, Throwable cause) {
        super(message, cause);
    }
}
