package io.mpsbridge.kafka;

import java.util.List;
import java.util.Optional;

/**
 * Whether a producer epoch is open, and which attempt is unsettled (drawn in {@code src/docs/architecture.md}).
 * Immutable; the methods are the only transitions, and throw if a state does not allow one.
 */
sealed interface PublisherState {

    /** The transaction thread's next step. */
    enum Step {
        OPEN,
        WRITE,
        LOOK_UP
    }

    default Step next() {
        return Step.OPEN;
    }

    /** The unsettled attempt, whose completions must not count as done in another one. */
    default Optional<Attempt> attempt() {
        return Optional.empty();
    }

    /** The attempt's records, if known. */
    default List<Encoded> records() {
        return List.of();
    }

    default PublisherState opened() {
        throw illegal("opened");
    }

    default PublisherState handedOver(Attempt attempt) {
        throw illegal("handedOver");
    }

    /** The commit was not answered. */
    default PublisherState unanswered(List<Encoded> records) {
        throw illegal("unanswered");
    }

    /** The attempt is known to be committed or not. */
    default PublisherState settled(boolean isOpen) {
        throw illegal("settled");
    }

    /** Stops waiting for the transaction thread. */
    default PublisherState givenUp() {
        return this;
    }

    private IllegalStateException illegal(String step) {
        return new IllegalStateException(step + " is nothing for " + getClass().getSimpleName());
    }

    /** An epoch has to be opened, the first or the next. */
    record NoEpoch() implements PublisherState {
        @Override
        public PublisherState opened() {
            return new Ready();
        }
    }

    /** Ready for a transaction. */
    record Ready() implements PublisherState {
        @Override
        public Step next() {
            return Step.WRITE;
        }

        @Override
        public PublisherState handedOver(Attempt attempt) {
            return new InTransaction(attempt);
        }
    }

    /** Whether the attempt committed is unknown. */
    sealed interface Unsettled extends PublisherState {
        Attempt underWay();

        @Override
        default Optional<Attempt> attempt() {
            return Optional.of(underWay());
        }

        @Override
        default PublisherState opened() {
            return new LookingUp(underWay(), records());
        }

        @Override
        default PublisherState settled(boolean isOpen) {
            return isOpen ? new Ready() : new NoEpoch();
        }
    }

    /** On the transaction thread. If that throws, the result is unknown, as after an unanswered commit. */
    record InTransaction(Attempt underWay) implements Unsettled {
        @Override
        public PublisherState unanswered(List<Encoded> records) {
            return new CommitUnknown(underWay, records);
        }
    }

    /** The group's offsets will tell, once another epoch is open (invariant T3). */
    record CommitUnknown(Attempt underWay, List<Encoded> records) implements Unsettled {}

    /** The next epoch is open, so any open transaction is finished or aborted: the group is asked. */
    record LookingUp(Attempt underWay, List<Encoded> records) implements Unsettled {
        @Override
        public Step next() {
            return Step.LOOK_UP;
        }

        @Override
        public PublisherState givenUp() {
            return new CommitUnknown(underWay, records);
        }
    }
}
