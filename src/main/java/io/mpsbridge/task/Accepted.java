package io.mpsbridge.task;

/**
 * A created event that has been read and owes an answer.
 *
 * @param again it may have been answered before: the group has lost the offsets that would tell
 */
public record Accepted(Origin origin, TaskCreated task, boolean again) {

    /** One that nobody has answered. */
    public Accepted(Origin origin, TaskCreated task) {
        this(origin, task, false);
    }
}
