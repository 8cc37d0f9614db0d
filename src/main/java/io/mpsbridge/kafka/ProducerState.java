package io.mpsbridge.kafka;

import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * The state of the producer (drawn in {@code src/docs/architecture.md}). Immutable; the methods are the only
 * transitions, and throw if a state does not allow one.
 */
sealed interface ProducerState {

    /** The producer to close eventually. */
    default Optional<Producer<byte[], byte[]>> producer() {
        return Optional.empty();
    }

    /** Why the last attempt to open the producer failed, or null. */
    default @Nullable String trouble() {
        return null;
    }

    default boolean isOpen() {
        return false;
    }

    /** Whether the owner closed the producer, so that its failures mean nothing. */
    default boolean isEndedByOwner() {
        return false;
    }

    /** Whether a new producer may be made now. */
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
     * Drops the producer; opening the next one ends any open transaction.
     *
     * @param trouble why it could not be opened, or null
     */
    default ProducerState discarded(@Nullable String trouble) {
        return new Absent(trouble);
    }

    /** Its owner stops waiting for it. */
    default ProducerState givenUp() {
        return this;
    }

    default ProducerState closed() {
        return new Closed();
    }

    private IllegalStateException illegal(String step) {
        return new IllegalStateException(step + " is nothing for " + this);
    }

    /** No producer. */
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

    /** Another producer has the transactional id; this one does not take it back before that time. */
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

    /** Opening its epoch, which finishes or aborts whatever its predecessor left open. */
    record Opening(Producer<byte[], byte[]> made) implements Made {
        @Override
        public ProducerState opened() {
            return new Open(made);
        }
    }

    /** Ready for transactions. */
    record Open(Producer<byte[], byte[]> made) implements Made {
        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** Closed during a call. */
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
