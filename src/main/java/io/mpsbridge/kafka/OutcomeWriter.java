package io.mpsbridge.kafka;

import io.mpsbridge.clients.Records;
import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.input.ForeignText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * Writes records and offsets in one transaction, and heals the producer as {@link Recovery} says. Owned by the transaction
 * thread, which every call blocks for at most a few of the producer's time-outs; {@link #giveUp} and {@link #close} may be
 * called from any thread, and end such a call.
 */
final class OutcomeWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeWriter.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /** As long as a fenced consumer takes at most to learn of it: by then the older of two with one id is gone. */
    private static final long SUSPENSE = Duration.ofSeconds(3).toNanos();

    private static final long FENCED_AGAIN = Duration.ofMinutes(1).toNanos();

    /** What became of a transaction. */
    sealed interface Result {}

    /** It is in force. */
    record Committed() implements Result {}

    /** It is not, and never will be; what is still ours is to be tried again. */
    record Aborted(String reason) implements Result {}

    /** It is not, because these records do not fit their topics. */
    record DoNotFit(List<Integer> indices) implements Result {}

    /** It is not, because the broker refuses these records for good, each with its words. */
    record Refused(Map<Integer, String> reasons) implements Result {}

    /** Nobody answered the commit: after the next {@link #open} the group's committed offsets tell. */
    record Unknown(String reason) implements Result {}

    /** When the producer was fenced, as far as the broker's words tell for certain. */
    private record Fencing(long nanos, boolean certain) {}

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final LongSupplier nanos;
    private final Duration transactionTimeout;
    private final LoopCounts counts;
    private volatile @Nullable Producer<byte[], byte[]> producer;
    private volatile @Nullable Producer<byte[], byte[]> opening;
    private volatile boolean closed;
    private volatile boolean givenUp;
    private volatile @Nullable String trouble;
    private @Nullable Fencing fencing;
    /** What the last transaction failed with, or null if it is in force: told once, not with every try. */
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
     * Opens the producer if it is not open; whatever a predecessor with the same transactional id left open is finished
     * or aborted by that.
     *
     * @return false if the broker cannot be reached, or the last producer was fenced just now; to be tried again
     * @throws FencedInstanceIdException as {@link #write}
     */
    boolean open() {
        if (givenUp) {
            discard();
            givenUp = false;
        }
        if (producer != null) {
            return true;
        }
        if (closed) {
            return false;
        }
        if (fencing != null && nanos.getAsLong() - fencing.nanos() < SUSPENSE) {
            trouble = "another producer has taken over the transactional id";
            return false;
        }
        Producer<byte[], byte[]> opened;
        try {
            opened = producers.get();
        } catch (KafkaException e) {
            return notYet(e);
        }
        opening = opened;
        try {
            opened.initTransactions();
            producer = opened;
            trouble = null;
            return true;
        } catch (KafkaException e) {
            opened.close(Duration.ZERO);
            Recovery recovery = Recovery.of(e, true);
            if (recovery == Recovery.STOP) {
                throw stop(e);
            }
            fenced(recovery, e);
            return notYet(e);
        } finally {
            opening = null;
        }
    }

    private boolean notYet(KafkaException failure) {
        String reason = ForeignText.of(failure);
        if (!reason.equals(trouble)) {
            LOG.atWarn().addKeyValue("reason", reason).log("the transactional producer cannot be opened yet");
        }
        trouble = reason;
        return false;
    }

    /** Why the producer could not be opened when that was tried last, or null; from any thread. */
    @Nullable String trouble() {
        return trouble;
    }

    /** Whether the producer is open. */
    boolean isOpen() {
        return producer != null && !givenUp;
    }

    /** What the open producer knows of the topic's partitions; may wait for it. */
    List<PartitionInfo> partitions(String topic) {
        return opened().partitionsFor(topic);
    }

    /** Ends whatever call is under way: the producer is closed, and its transaction ends with the next one's opening. */
    void giveUp() {
        givenUp = true;
        closeNow(producer);
        closeNow(opening);
    }

    private static void closeNow(@Nullable Producer<byte[], byte[]> open) {
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    /**
     * Call only while {@link #open}.
     *
     * @throws FencedInstanceIdException if another live process uses the same ids and this one, the older, has to go
     */
    Result write(
            List<OutboundRecord> records, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        if (group.generationId() < 0 || group.memberId().isEmpty()) {
            // Such metadata would switch the broker's fencing off.
            return new Aborted("not a member of the group at the moment");
        }
        Producer<byte[], byte[]> open = opened();
        long startedAt = nanos.getAsLong();
        AtomicReferenceArray<@Nullable Exception> failures = new AtomicReferenceArray<>(records.size());
        try {
            open.beginTransaction();
            send(open, records, failures);
            open.sendOffsetsToTransaction(offsets, group);
        } catch (KafkaException e) {
            return recover(firstOf(failures, e), failures, startedAt);
        } catch (IllegalStateException e) {
            return recover(unlessClosed(e), failures, startedAt);
        }
        return commit(open, failures, startedAt);
    }

    /**
     * The callbacks tell what became of each; the commit waits for them all. A failure at once, as where the topic cannot
     * be found, has blocked for as long as the client waits, and so would each further record.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // its failure is the callback's
    private static void send(
            Producer<byte[], byte[]> open,
            List<OutboundRecord> records,
            AtomicReferenceArray<@Nullable Exception> failures) {
        for (int i = 0; i < records.size() && (i == 0 || failures.get(i - 1) == null); i++) {
            int index = i;
            open.send(Records.outbound(records.get(i), null), (metadata, failure) -> failures.set(index, failure));
        }
    }

    private Result commit(
            Producer<byte[], byte[]> open, AtomicReferenceArray<@Nullable Exception> failures, long startedAt) {
        try {
            open.commitTransaction();
            counts.transactions.incrementAndGet();
            failedWith = null;
            return new Committed();
        } catch (IllegalStateException e) {
            // Closed before the commit was asked for.
            return recover(unlessClosed(e), failures, startedAt);
        } catch (KafkaException e) {
            Exception sending = firstOf(failures, null);
            if (sending != null) {
                // The client refuses to commit after a failed send: nothing was asked of the coordinator.
                return recover(sending, failures, startedAt);
            }
            LOG.atWarn()
                    .addKeyValue("reason", ForeignText.of(e))
                    .log("a commit was not answered, its outcome is looked up");
            discard();
            fenced(Recovery.of(e, isWithinTimeout(startedAt)), e);
            return new Unknown("a commit was not answered: " + ForeignText.of(e));
        }
    }

    /** What the client says once {@link #giveUp} or {@link #close} has closed it; else it is a bug. */
    private IllegalStateException unlessClosed(IllegalStateException failure) {
        if (givenUp || closed) {
            return failure;
        }
        throw failure;
    }

    private Result recover(
            @Nullable Exception failure, AtomicReferenceArray<@Nullable Exception> failures, long startedAt) {
        if (failure == null) {
            throw new IllegalArgumentException("nothing failed");
        }
        Recovery recovery = Recovery.of(failure, isWithinTimeout(startedAt));
        counts.aborts.incrementAndGet();
        String reason = ForeignText.of(failure);
        LOG.atLevel(reason.equals(failedWith) ? Level.DEBUG : Level.WARN)
                .addKeyValue("recovery", recovery)
                .addKeyValue("reason", reason)
                .log("a transaction failed; its outcomes are kept");
        failedWith = reason;
        switch (recovery) {
            case STOP -> {
                abort(failures);
                throw stop(failure);
            }
            case REBUILD -> discard();
            case FENCED, PERHAPS_FENCED -> {
                discard();
                fenced(recovery, failure);
            }
            case ABORT, ISOLATE, REFUSED -> abort(failures);
        }
        return blamed(failure, failures);
    }

    private static Result blamed(Exception failure, AtomicReferenceArray<@Nullable Exception> failures) {
        List<Integer> misfits = having(Recovery.ISOLATE, failures);
        if (!misfits.isEmpty()) {
            return new DoNotFit(misfits);
        }
        Map<Integer, String> refused = having(Recovery.REFUSED, failures).stream()
                .collect(Collectors.toMap(i -> i, i -> words(failures.get(i))));
        return refused.isEmpty() ? new Aborted(ForeignText.of(failure)) : new Refused(refused);
    }

    private static String words(@Nullable Exception failure) {
        return failure == null ? "" : ForeignText.of(failure);
    }

    private boolean isWithinTimeout(long startedAt) {
        return nanos.getAsLong() - startedAt < transactionTimeout.toNanos();
    }

    /**
     * Taking the id back at once would fence the younger one of two processes, which is in the right. Under the classic
     * protocol the older one hears from the group while it waits; where the group does not tell, it is the first to be
     * fenced for the second time. A takeover that is only suspected makes it wait too, since who counts it as nothing is
     * ahead of the other; but suspicions alone end nobody, and a producer that was closed by its owner raises none.
     */
    private void fenced(Recovery recovery, Exception failure) {
        boolean isFencing = recovery == Recovery.FENCED || recovery == Recovery.PERHAPS_FENCED;
        if (!isFencing || givenUp || closed) {
            return;
        }
        Fencing before = fencing;
        Fencing now = new Fencing(nanos.getAsLong(), recovery == Recovery.FENCED);
        if (before != null && now.nanos() - before.nanos() < FENCED_AGAIN && (before.certain() || now.certain())) {
            throw new FencedInstanceIdException("the transactional id was taken over again", failure);
        }
        fencing = now;
    }

    /** The abort waits for what is under way; a send without an answer even then may arrive in the next transaction. */
    private void abort(AtomicReferenceArray<@Nullable Exception> failures) {
        try {
            opened().abortTransaction();
            if (IntStream.range(0, failures.length()).anyMatch(i -> Recovery.isUnanswered(failures.get(i)))) {
                discard();
            }
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("reason", ForeignText.of(e)).log("the abort failed, the producer is opened anew");
            discard();
        }
    }

    private void discard() {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
            counts.rebuilds.incrementAndGet();
        }
    }

    @Override
    public void close() {
        closed = true;
        Producer<byte[], byte[]> open = producer;
        if (open != null) {
            open.close(CLOSE_TIMEOUT);
        }
        closeNow(opening);
    }

    private Producer<byte[], byte[]> opened() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            throw new IllegalStateException("the producer is not open");
        }
        return open;
    }

    /** The client answers a record that does not fit, or that the broker refuses, by that record's callback. */
    private static List<Integer> having(Recovery recovery, AtomicReferenceArray<@Nullable Exception> failures) {
        return IntStream.range(0, failures.length())
                .filter(i -> {
                    Exception failure = failures.get(i);
                    return failure != null && Recovery.of(failure, true) == recovery;
                })
                .boxed()
                .toList();
    }

    /** The first send that failed tells more than what the client says of itself afterwards. */
    private static @Nullable Exception firstOf(
            AtomicReferenceArray<@Nullable Exception> failures, @Nullable Exception otherwise) {
        for (int i = 0; i < failures.length(); i++) {
            Exception failure = failures.get(i);
            if (failure != null) {
                return failure;
            }
        }
        return otherwise;
    }

    private static LoopStoppedException stop(Exception failure) {
        return new LoopStoppedException("publishing stopped: " + failure.getMessage(), failure);
    }
}
