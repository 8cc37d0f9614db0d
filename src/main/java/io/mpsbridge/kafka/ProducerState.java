package io.mpsbridge.kafka;

import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * What there is of the producer ({@code src/docs/architecture.md} has a drawing). Immutable; the methods are the only
 * transitions, and throw where a state does not know one.
 */
sealed interface ProducerState {

    /** What has to be closed some day. */
    default Optional<Producer<byte[], byte[]>> producer() {
        return Optional.empty();
    }

    /** Why the producer could not be opened when that was tried last, or null. */
    default @Nullable String trouble() {
        return null;
    }

    default boolean isOpen() {
        return false;
    }

    /** Whether failures of the producer say nothing: it was closed under it. */
    default boolean isEndedByOwner() {
        return false;
    }

    /** Whether another producer may be made now. */
    default boolean mayOpen(long nowNanos) {
        return true;
    }

    default ProducerState opening(Producer<byte[], byte[]> made) {
        throw illegal("opening");
    }

    default ProducerState opened() {
        throw illegal("opened");
    }

    default ProducerState fenced(long untilNanos) {
        throw illegal("fenced");
    }

    /**
     * There is none any more; whatever was open ends with the next one's opening.
     *
     * @param trouble why it could not be opened, or null
     */
    default ProducerState discarded(@Nullable String trouble) {
        return new Absent(trouble);
    }

    /** Its owner does not wait for it any longer. */
    default ProducerState givenUp() {
        return this;
    }

    default ProducerState closed() {
        return new Closed();
    }

    private IllegalStateException illegal(String step) {
        return new IllegalStateException(step + " is nothing for " + this);
    }

    /** There is none. */
    record Absent(@Nullable String trouble) implements ProducerState {
        @Override
        public ProducerState opening(Producer<byte[], byte[]> made) {
            return new Opening(made);
        }

        @Override
        public ProducerState fenced(long untilNanos) {
            return new Fenced(untilNanos);
        }
    }

    /** Another one has the transactional id; it is not taken back before that time. */
    record Fenced(long untilNanos) implements ProducerState {
        @Override
        public String trouble() {
            return "another producer has taken over the transactional id";
        }

        @Override
        public boolean mayOpen(long nowNanos) {
            return nowNanos - untilNanos >= 0;
        }
    }

    /** There is one. */
    sealed interface Made extends ProducerState {
        Producer<byte[], byte[]> made();

        @Override
        default Optional<Producer<byte[], byte[]>> producer() {
            return Optional.of(made());
        }

        @Override
        default ProducerState givenUp() {
            return new GivenUp(made());
        }
    }

    /** Its epoch is being opened, which finishes or aborts whatever the one before left open. */
    record Opening(Producer<byte[], byte[]> made) implements Made {
        @Override
        public ProducerState opened() {
            return new Open(made);
        }
    }

    /** Transactions can be made. */
    record Open(Producer<byte[], byte[]> made) implements Made {
        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** Closed under whatever was under way. */
    record GivenUp(Producer<byte[], byte[]> made) implements Made {
        @Override
        public boolean isEndedByOwner() {
            return true;
        }

        @Override
        public ProducerState opened() {
            return this;
        }
    }

    /** For good. */
    record Closed() implements ProducerState {
        @Override
        public boolean isEndedByOwner() {
            return true;
        }

        @Override
        public boolean mayOpen(long nowNanos) {
            return false;
        }

        @Override
        public ProducerState opening(Producer<byte[], byte[]> made) {
            return this;
        }

        @Override
        public ProducerState opened() {
            return this;
        }

        @Override
        public ProducerState fenced(long untilNanos) {
            return this;
        }

        @Override
        public ProducerState discarded(@Nullable String trouble) {
            return this;
        }
    }
}
