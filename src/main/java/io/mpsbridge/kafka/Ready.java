package io.mpsbridge.kafka;

import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskOutcome;

/** Something that is ready to be published, and kept until a commit with it succeeded. */
sealed interface Ready {

    Origin origin();

    /** A task that has ended. */
    record Ended(Origin origin, TaskOutcome outcome) implements Ready {}

    /** A task that has ended, with an event that its topic does not take. */
    record TooLarge(Origin origin, TaskOutcome outcome) implements Ready {}

    /** A record that cannot be read. */
    record Unreadable(Origin origin, InboundRecord record, Rejection rejection) implements Ready {}
}
