package io.mpsbridge.kafka;

import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;

/** Something that is ready to be published, and kept until a commit with it succeeded. */
sealed interface PendingOutput {

    Origin origin();

    /** What is published instead once the broker has refused its record for good. */
    default PendingOutput refused(String reason) {
        return new Keyed(this);
    }

    /** A task that has ended. */
    record Ended(Origin origin, TaskOutcome outcome) implements PendingOutput {
        @Override
        public PendingOutput refused(String reason) {
            return new Refused(origin, outcome, reason);
        }
    }

    /** A task that has ended, with an event that its topic does not take. */
    record TooLarge(Origin origin, TaskOutcome outcome) implements PendingOutput {}

    /** A task that has ended, with an event that the broker refuses, whatever its size. */
    record Refused(Origin origin, TaskOutcome outcome, String reason) implements PendingOutput {}

    /** A task that MPS no longer knows, and that may have been answered while it did: see {@link LostOffsets}. */
    record MaybeAnswered(Origin origin, TaskOutcome outcome) implements PendingOutput {}

    /** A record that cannot be read. */
    record Unreadable(Origin origin, InboundRecord record, Rejection rejection) implements PendingOutput {}

    /** A task that an exception cost its answer. */
    record Broken(Origin origin, TaskCreated task, Rejection rejection) implements PendingOutput {}

    /** A dead letter that the broker refused as it was: a topic that is compacted takes none without a key. */
    record Keyed(PendingOutput letter) implements PendingOutput {
        @Override
        public Origin origin() {
            return letter.origin();
        }

        @Override
        public PendingOutput refused(String reason) {
            return this;
        }
    }
}
