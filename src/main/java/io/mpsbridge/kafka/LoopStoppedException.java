package io.mpsbridge.kafka;

import org.jspecify.annotations.Nullable;

/** The loop cannot go on and a retry would not help; the message says what would. */
public final class LoopStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LoopStoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
