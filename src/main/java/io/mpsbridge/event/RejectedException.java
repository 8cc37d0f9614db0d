package io.mpsbridge.event;

import io.mpsbridge.event.Decoded.Rejection;
import java.io.Serial;

/** Carries a rejection from the depth of a reader to {@link EventDecoder}, which turns it into a value. */
final class RejectedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MAX_MESSAGE_CHARS = 600;

    private final transient Rejection rejection;

    RejectedException(RejectionCode code, String message) {
        // No stack trace: a topic full of broken records must not cost more than one of good ones.
        super(message, null, false, false);
        this.rejection = new Rejection(code.code(), Texts.printable(message, MAX_MESSAGE_CHARS));
    }

    Rejection rejection() {
        return rejection;
    }
}
