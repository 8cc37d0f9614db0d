package io.mpsbridge.simulator;

import org.jspecify.annotations.Nullable;

/**
 * An answer, and the task whose end it tells.
 *
 * @param ended null if the answer tells of no end
 */
record Reply(Answer answer, @Nullable SimulatedTask ended) {

    static Reply of(ApiError error) {
        return new Reply(new Answer.Failure(error), null);
    }
}
