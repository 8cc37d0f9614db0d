package io.mpsbridge.mps;

/** An answer's body is larger than allowed. */
final class BodyTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException(int maxBytes) {
        super("the limit is " + maxBytes + " bytes");
    }
}
