package io.mpsbridge.kafka;

import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.input.ForeignText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes records and offsets in one transaction, and recovers the producer as {@link Recovery} says. Owned by the
 * transaction thread, which each call blocks for at most a few producer time-outs; {@link #giveUp} and {@link #close}
 * may be called from any thread, and interrupt such a call.
 */
final class OutcomeWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeWriter.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final LongSupplier nanos;
    private final Duration transactionTimeout;
    private final LoopCounts counts;
    private final Takeovers takeovers = new Takeovers();
    private final Object lock = new Object();
    /** Replaced under the lock, read without it. */
    private volatile ProducerState state = new ProducerState.Absent(null);

    /** Why the last transaction failed, or null if it committed: logged once, not with every retry. */
    private @Nullable String failedWith;

    OutcomeWriter(
            Supplier<Producer<byte[], byte[]>> producers,
            Duration transactionTimeout,
            LongSupplier nanos,
            LoopCounts counts) {
        this.producers = producers;
        this.transactionTimeout = transactionTimeout;
        this.nanos = nanos;
        this.counts = counts;
    }

    /**
     * Opens the producer if it is not open, which finishes or aborts any transaction that a predecessor with the same
     * transactional id left open.
     *
     * @return false if the broker is unreachable or the last producer was fenced just now; to be retried
     * @throws FencedInstanceIdException as {@link #write}
     */
    boolean open() {
        ProducerState before = state;
        if (before.isOpen() || !before.mayOpen(nanos.getAsLong())) {
            return before.isOpen();
        }
        discard();
        Producer<byte[], byte[]> made;
        try {
            made = producers.get();
        } catch (KafkaException e) {
            return notYet(before, e);
        }
        if (move(current -> current.opening(made)).producer().isEmpty()) {
            made.close(Duration.ZERO);
            return false;
        }
        try {
            made.initTransactions();
            return move(ProducerState::opened).isOpen();
        } catch (IllegalStateException e) {
            // Closed before the call began.
            return notYet(before, unlessEndedByOwner(e));
        } catch (KafkaException e) {
            made.close(Duration.ZERO);
            Recovery recovery = Recovery.of(e, true);
            if (recovery == Recovery.STOP) {
                throw stop(e);
            }
            boolean endedByOwner = state.isEndedByOwner();
            notYet(before, e);
            fenced(endedByOwner, recovery, e);
            return false;
        }
    }

    private boolean notYet(ProducerState before, RuntimeException failure) {
        String reason = ForeignText.of(failure);
        if (!reason.equals(before.trouble())) {
            LOG.atWarn().addKeyValue("reason", reason).log("the transactional producer cannot be opened yet");
        }
        move(current -> current.discarded(reason));
        return false;
    }

    /** Why the last attempt to open the producer failed, or null; from any thread. */
    @Nullable String trouble() {
        return state.trouble();
    }

    boolean isOpen() {
        return state.isOpen();
    }

    /** The open producer's metadata of the topic; may wait for it. */
    List<PartitionInfo> partitions(String topic) {
        return producer().partitionsFor(topic);
    }

    /** Ends the current call by closing the producer; opening the next one ends its transaction. */
    void giveUp() {
        leave(ProducerState::givenUp).producer().ifPresent(open -> open.close(Duration.ZERO));
    }

    /**
     * Call only while {@link #open}.
     *
     * @throws FencedInstanceIdException if another live process uses the same ids and this one, the older, has to stop
     */
    TransactionResult write(
            List<OutboundRecord> records, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        // Invariant T4: such metadata would disable the broker's fencing.
        if (group.generationId() < 0 || group.memberId().isEmpty()) {
            return new TransactionResult.Aborted("not a member of the group at the moment");
        }
        Transaction transaction = new Transaction(producer(), records, nanos.getAsLong());
        try {
            transaction.producer().beginTransaction();
            transaction.send();
            transaction.producer().sendOffsetsToTransaction(offsets, group);
        } catch (KafkaException e) {
            return recover(transaction, transaction.firstFailure().orElse(e));
        } catch (IllegalStateException e) {
            return recover(transaction, unlessEndedByOwner(e));
        }
        return commit(transaction);
    }

    private TransactionResult commit(Transaction transaction) {
        try {
            transaction.producer().commitTransaction();
            counts.transactions.incrementAndGet();
            failedWith = null;
            return new TransactionResult.Committed();
        } catch (IllegalStateException e) {
            // Closed before the commit was sent.
            return recover(transaction, unlessEndedByOwner(e));
        } catch (KafkaException e) {
            // The client refuses to commit after a failed send: the coordinator was not asked.
            return transaction
                    .firstFailure()
                    .map(sending -> recover(transaction, sending))
                    .orElseGet(() -> {
                        String reason = ForeignText.of(e);
                        LOG.atWarn()
                                .addKeyValue("reason", reason)
                                .log("a commit was not answered, its outcome is looked up");
                        discard(Recovery.of(e, isWithinTimeout(transaction)), e);
                        return new TransactionResult.Unknown("a commit was not answered: " + reason);
                    });
        }
    }

    /** What the client throws once {@link #giveUp} or {@link #close} has closed it; otherwise it is a bug. */
    private IllegalStateException unlessEndedByOwner(IllegalStateException failure) {
        if (state.isEndedByOwner()) {
            return failure;
        }
        throw failure;
    }

    private TransactionResult recover(Transaction transaction, Exception failure) {
        Recovery recovery = Recovery.of(failure, isWithinTimeout(transaction));
        counts.aborts.incrementAndGet();
        String reason = ForeignText.of(failure);
        LOG.atLevel(reason.equals(failedWith) ? Level.DEBUG : Level.WARN)
                .addKeyValue("recovery", recovery)
                .addKeyValue("reason", reason)
                .log("a transaction failed; its outcomes are kept");
        failedWith = reason;
        switch (recovery) {
            case STOP -> {
                abort(transaction);
                throw stop(failure);
            }
            case REBUILD, FENCED, PERHAPS_FENCED -> discard(recovery, failure);
            case ABORT, ISOLATE, REFUSED -> abort(transaction);
        }
        return transaction.blamed().orElseGet(() -> new TransactionResult.Aborted(reason));
    }

    private boolean isWithinTimeout(Transaction transaction) {
        return nanos.getAsLong() - transaction.startedNanos() < transactionTimeout.toNanos();
    }

    /** The abort waits for open sends; one that is still unanswered may arrive in the next transaction. */
    private void abort(Transaction transaction) {
        try {
            transaction.producer().abortTransaction();
            if (transaction.hasUnanswered()) {
                discard();
            }
        } catch (IllegalStateException e) {
            // Closed before the abort was sent.
            unlessEndedByOwner(e);
            discard();
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("reason", ForeignText.of(e)).log("the abort failed, the producer is opened anew");
            discard();
        }
    }

    private void discard(Recovery recovery, Exception failure) {
        boolean endedByOwner = state.isEndedByOwner();
        discard();
        fenced(endedByOwner, recovery, failure);
    }

    private void discard() {
        leave(current -> current.discarded(null)).producer().ifPresent(open -> {
            open.close(Duration.ZERO);
            counts.rebuilds.incrementAndGet();
        });
    }

    /** A producer closed by its owner was not taken over. */
    private void fenced(boolean endedByOwner, Recovery recovery, Exception failure) {
        if (!endedByOwner) {
            takeovers
                    .seen(recovery, failure, nanos.getAsLong())
                    .ifPresent(untilNanos -> move(current -> current.fenced(untilNanos)));
        }
    }

    @Override
    public void close() {
        ProducerState before = leave(ProducerState::closed);
        before.producer().ifPresent(open -> open.close(before.isOpen() ? CLOSE_TIMEOUT : Duration.ZERO));
    }

    /** Returns the state that follows. */
    private ProducerState move(UnaryOperator<ProducerState> transition) {
        synchronized (lock) {
            state = transition.apply(state);
            return state;
        }
    }

    /** Returns the state that was. */
    private ProducerState leave(UnaryOperator<ProducerState> transition) {
        synchronized (lock) {
            ProducerState before = state;
            state = transition.apply(before);
            return before;
        }
    }

    private Producer<byte[], byte[]> producer() {
        return state.producer().orElseThrow(() -> new IllegalStateException("the producer is not open"));
    }

    private static LoopStoppedException stop(Exception failure) {
        return new LoopStoppedException("publishing stopped: " + failure.getMessage(), failure);
    }
}
