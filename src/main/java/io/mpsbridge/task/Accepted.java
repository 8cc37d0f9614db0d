package io.mpsbridge.task;

/**
 * A created event that was read and awaits an answer.
 *
 * @param maybeAnswered the group has lost the offsets that would tell whether it was answered before
 */
public record Accepted(Origin origin, TaskCreated task, boolean maybeAnswered) {

    /** One that was not answered before. */
    public Accepted(Origin origin, TaskCreated task) {
        this(origin, task, false);
    }
}
