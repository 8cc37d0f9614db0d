package io.mpsbridge.simulator;

import org.jspecify.annotations.Nullable;

/**
 * An answer, and what goes with it.
 *
 * @param delivered to be run when the caller gets this very answer
 * @param ownFault the fault that the task asked about has by itself, or null
 */
record Reply(Answer answer, Runnable delivered, @Nullable Effect ownFault) {

    static Reply of(Answer answer) {
        return new Reply(answer, () -> {}, null);
    }

    static Reply of(ApiError error) {
        return of(new Answer.Failure(error));
    }
}
