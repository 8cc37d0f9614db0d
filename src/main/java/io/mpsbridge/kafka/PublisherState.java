package io.mpsbridge.kafka;

import java.util.List;
import java.util.Optional;

/**
 * Whether an epoch of the producer is open, and which attempt has not come to its end ({@code src/docs/architecture.md}
 * has a drawing). Immutable; the methods are the only transitions, and throw where a state does not know one.
 */
sealed interface PublisherState {

    /** What the transaction thread is to do next. */
    enum Step {
        OPEN,
        WRITE,
        LOOK_UP
    }

    default Step next() {
        return Step.OPEN;
    }

    /** What its attempt completed must not count as done in another one. */
    default Optional<Attempt> attempt() {
        return Optional.empty();
    }

    /** What was made of the attempt, as far as that is known. */
    default List<Encoded> records() {
        return List.of();
    }

    default PublisherState opened() {
        throw illegal("opened");
    }

    default PublisherState handedOver(Attempt attempt) {
        throw illegal("handedOver");
    }

    /** Nobody answered the commit. */
    default PublisherState unanswered(List<Encoded> records) {
        throw illegal("unanswered");
    }

    /** Whether the attempt is in force is known. */
    default PublisherState settled(boolean isOpen) {
        throw illegal("settled");
    }

    /** What the transaction thread is at is not waited for any longer. */
    default PublisherState givenUp() {
        return this;
    }

    private IllegalStateException illegal(String step) {
        return new IllegalStateException(step + " is nothing for " + getClass().getSimpleName());
    }

    /** The first one, or the next, is to be opened. */
    record NoEpoch() implements PublisherState {
        @Override
        public PublisherState opened() {
            return new Ready();
        }
    }

    /** A transaction may begin. */
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

    /** Whether the attempt is in force is not known. */
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

    /** The transaction thread has it. If that threw, nobody knows what became of it, as after an unanswered commit. */
    record InTransaction(Attempt underWay) implements Unsettled {
        @Override
        public PublisherState unanswered(List<Encoded> records) {
            return new CommitUnknown(underWay, records);
        }
    }

    /** The group tells, but only once another epoch is open (invariant T3). */
    record CommitUnknown(Attempt underWay, List<Encoded> records) implements Unsettled {}

    /** The next epoch is open, so that whatever the last one left is finished or aborted: the group is asked. */
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
