package io.mpsbridge.kafka;

import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import java.util.Optional;
import java.util.function.Predicate;

/** An output to publish, kept until a commit with it succeeds. */
sealed interface PendingOutput {

    Origin origin();

    Encoded encode(OutputEncoder encoder);

    /** The replacement if an exception prevents encoding; empty if there is none. */
    default Optional<PendingOutput> broken(RuntimeException failure) {
        return Optional.empty();
    }

    /** The replacement if the topic does not take its record; empty for a dead letter, which is truncated. */
    default Optional<PendingOutput> tooLarge() {
        return Optional.empty();
    }

    /** The replacement once the broker has refused the record for good; empty if nothing is left to try. */
    default Optional<PendingOutput> refused(String reason) {
        return Optional.of(new Keyed(this));
    }

    /** The same, unless it reports as unknown a task that may already have an answer. */
    default PendingOutput withoutContradiction(Predicate<Origin> mayBeAnswered) {
        return this;
    }

    record Ended(Origin origin, TaskOutcome outcome) implements PendingOutput {
        @Override
        public Encoded encode(OutputEncoder encoder) {
            return encoder.terminal(origin, outcome);
        }

        @Override
        public Optional<PendingOutput> broken(RuntimeException failure) {
            return Optional.of(new Broken(origin, outcome.task(), Rejection.internalError(failure)));
        }

        @Override
        public Optional<PendingOutput> tooLarge() {
            return Optional.of(new TooLarge(origin, outcome));
        }

        @Override
        public Optional<PendingOutput> refused(String reason) {
            return Optional.of(new Refused(origin, outcome, reason));
        }

        @Override
        public PendingOutput withoutContradiction(Predicate<Origin> mayBeAnswered) {
            return saysUnknown() && mayBeAnswered.test(origin) ? new MaybeAnswered(origin, outcome) : this;
        }

        private boolean saysUnknown() {
            return outcome instanceof TaskOutcome.Failed failed
                    && (failed.reason() == FailureReason.TASK_NOT_FOUND
                            || failed.reason() == FailureReason.RESULT_EXPIRED);
        }
    }

    /** A task that has ended, whose event its topic does not take. */
    record TooLarge(Origin origin, TaskOutcome outcome) implements PendingOutput {
        @Override
        public Encoded encode(OutputEncoder encoder) {
            return encoder.tooLarge(origin, outcome);
        }
    }

    /** A task that has ended, whose event the broker refuses, whatever its size. */
    record Refused(Origin origin, TaskOutcome outcome, String reason) implements PendingOutput {
        @Override
        public Encoded encode(OutputEncoder encoder) {
            return encoder.refused(origin, outcome, reason);
        }
    }

    /** A task that MPS no longer knows and that may have been answered before: see {@link LostOffsets}. */
    record MaybeAnswered(Origin origin, TaskOutcome outcome) implements PendingOutput {
        @Override
        public Encoded encode(OutputEncoder encoder) {
            return encoder.task(origin, outcome.task(), Rejection.maybeAnswered(outcome));
        }
    }

    /** A record that cannot be read. */
    record Unreadable(Origin origin, InboundRecord record, Rejection rejection) implements PendingOutput {
        @Override
        public Encoded encode(OutputEncoder encoder) {
            return encoder.created(record, rejection);
        }
    }

    /** A task that an exception cost its answer. */
    record Broken(Origin origin, TaskCreated task, Rejection rejection) implements PendingOutput {
        @Override
        public Encoded encode(OutputEncoder encoder) {
            return encoder.task(origin, task, rejection);
        }
    }

    /** A dead letter that the broker refused without a key, as a compacted topic does. */
    record Keyed(PendingOutput letter) implements PendingOutput {
        @Override
        public Origin origin() {
            return letter.origin();
        }

        @Override
        public Encoded encode(OutputEncoder encoder) {
            return encoder.keyed(origin(), letter.encode(encoder));
        }

        @Override
        public Optional<PendingOutput> refused(String reason) {
            return Optional.empty();
        }
    }
}
