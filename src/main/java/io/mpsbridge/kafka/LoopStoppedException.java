package io.mpsbridge.kafka;

import org.jspecify.annotations.Nullable;

/** The loop cannot go on, and trying again would not mend it; the message says what would. */
public final class LoopStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LoopStoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
