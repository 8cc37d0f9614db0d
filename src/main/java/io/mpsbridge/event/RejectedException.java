package io.mpsbridge.event;

import io.mpsbridge.event.Decoded.Rejection;
import java.io.Serial;

/** Carries a rejection from the readers to {@link EventDecoder}, which turns it into a value. */
final class RejectedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final RejectionCode code;
    private final transient Rejection rejection;

    RejectedException(RejectionCode code, String message) {
        // No stack trace: invalid records must not cost more than valid ones.
        super(message, null, false, false);
        this.code = code;
        this.rejection = Rejection.of(code, message);
    }

    RejectionCode code() {
        return code;
    }

    /** The same, with what the record looks like and what to change at its producer. */
    RejectedException lookingLike(String hint) {
        return new RejectedException(code, "this looks like " + hint + " (" + rejection.message() + ")");
    }

    Rejection rejection() {
        return rejection;
    }
}
