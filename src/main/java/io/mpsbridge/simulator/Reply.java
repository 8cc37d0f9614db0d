package io.mpsbridge.simulator;

import org.jspecify.annotations.Nullable;

/**
 * An answer, and the task whose end it tells.
 *
 * @param ended null if the answer tells of no end
 * @param ownFault what the task's own trouble makes of the answer, or null
 */
record Reply(
        Answer answer,
        @Nullable SimulatedTask ended,
        @Nullable Effect ownFault) {

    static Reply of(ApiError error) {
        return new Reply(new Answer.Failure(error), null, null);
    }
}
