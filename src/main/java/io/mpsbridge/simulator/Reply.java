package io.mpsbridge.simulator;

import org.jspecify.annotations.Nullable;

/**
 * An answer and its context.
 *
 * @param delivered run when this answer is delivered
 * @param ownFault the task's own fault, or null
 */
record Reply(Answer answer, Runnable delivered, @Nullable Effect ownFault) {

    static Reply of(Answer answer) {
        return new Reply(answer, () -> {}, null);
    }

    static Reply of(ApiError error) {
        return of(new Answer.Failure(error));
    }
}
