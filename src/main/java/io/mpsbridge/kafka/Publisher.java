package io.mpsbridge.kafka;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.kafka.TransactionResult.Fault;
import io.mpsbridge.offsets.OffsetSnapshot;
import io.mpsbridge.task.Origin;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes everything ready, with its offsets, in one transaction that runs beside the loop. Each output is kept until
 * a commit with it succeeds or its assignment is over. Owned by the loop's thread, except {@link #add}; code on the
 * transaction thread touches none of its fields but {@link AttemptWriter}, the writer and the look-up.
 *
 * <p>One attempt at a time: later outputs wait, because a tracker accepts a snapshot as committed only if nothing has
 * completed since.
 */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    /** The most outcomes of one transaction, to bound its duration; the rest go with the next. */
    private static final int BATCH = 2_000;
    /** Offsets that moved without an outcome (tombstones, gaps) are committed this often. */
    private static final long IDLE_COMMIT_NANOS = Duration.ofSeconds(5).toNanos();

    /** The client waits for whole milliseconds. */
    private static final long MILLI_NANOS = Duration.ofMillis(1).toNanos();

    private static final Duration SLICE = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final OutcomeWriter writer;
    private final AttemptWriter attempts;
    private final CommitLookUp lookUp;
    private final AssignedPartitions assigned;
    private final LoopCounts counts;
    private final DeadLetterLog letters;
    private final LongSupplier nanos;
    private final PollWakeup wakeup;
    private final TransactionThread thread;
    private final OutputQueue queue;
    private final PublishBackoff backoff;
    /** Whether an output that arrives during a poll should end it. */
    private volatile boolean awaiting;

    private PublisherState state = new PublisherState.NoEpoch();
    private long lastCommitNanos;
    private long restUntilNanos;

    Publisher(
            LoopClients clients,
            KafkaSettings settings,
            EventEncoder encoder,
            AssignedPartitions assigned,
            LostOffsets lost,
            LongSupplier nanos) {
        this.consumer = clients.consumer();
        this.writer = clients.writer();
        this.counts = clients.counts();
        this.letters = new DeadLetterLog(settings.topics().created(), nanos);
        this.attempts = new AttemptWriter(
                clients, new OutputEncoder(encoder, clients.limits(), settings.topics()), settings, nanos);
        this.lookUp = new CommitLookUp(clients.admin(), settings.groupId());
        this.assigned = assigned;
        this.nanos = nanos;
        this.wakeup = clients.wakeup();
        this.thread = new TransactionThread("mps-bridge-transactions", wakeup::signal);
        this.queue = new OutputQueue(assigned, ready -> ready.withoutContradiction(lost::mayBeAnswered), counts, nanos);
        this.backoff = new PublishBackoff(nanos);
        this.lastCommitNanos = nanos.getAsLong();
        this.restUntilNanos = lastCommitNanos;
    }

    /** Queues an output; from any thread, never blocks. */
    void add(PendingOutput ready) {
        queue.add(ready);
        if (awaiting) {
            wakeup.signal();
        }
    }

    /**
     * How long the loop may poll, at most the given time, before there is something to do here. What comes up meanwhile
     * ends the poll: the end of a transaction, or an output if it can be published at once.
     */
    Duration patience(Duration most) {
        if (thread.isBusy()) {
            awaiting = false;
            return most;
        }
        // Before the queue is looked at: an output that comes between is seen there, a later one ends the poll.
        awaiting = true;
        long workNanos = state.next() == PublisherState.Step.WRITE ? queue.leftNanos(most.toNanos()) : 0;
        awaiting = workNanos > 0;
        long leftNanos = Math.max(workNanos, Math.max(backoff.leftNanos(), restUntilNanos - nanos.getAsLong()));
        return Duration.ofMillis(
                TimeUnit.NANOSECONDS.toMillis(Math.max(0, Math.min(leftNanos, most.toNanos())) + MILLI_NANOS - 1));
    }

    /**
     * Whether a commit for the partition is in progress or its outcome unknown. Until that is settled, nobody knows
     * what is committed: an assignment that began now could repeat what the commit completes.
     */
    boolean isCommitting(TopicPartition partition) {
        return state.attempt().filter(underWay -> underWay.isAbout(partition)).isPresent();
    }

    LoopStatus.Publishing status() {
        return new LoopStatus.Publishing(backoff.reason(), backoff.sinceNanos(), queue.keptBack());
    }

    /** Settles what the transaction thread has finished; never blocks. */
    void settle() {
        thread.settle(Duration.ZERO);
        letters.tell();
    }

    /**
     * Hands over the next transaction if none is in progress or just over, and there is anything to commit; never
     * blocks.
     */
    void begin() {
        if (restUntilNanos - nanos.getAsLong() <= 0) {
            beginNow();
        }
    }

    private void beginNow() {
        queue.collect();
        if (thread.isBusy() || !backoff.isDue()) {
            return;
        }
        switch (state.next()) {
            case OPEN -> thread.start(this::open);
            case WRITE -> write();
            case LOOK_UP -> state.attempt().ifPresent(this::lookUp);
        }
    }

    /**
     * Publishes finished work for at most the given time, then gives up the current transaction: it ends by itself, and
     * can take effect only if the group still accepts its offsets.
     */
    void finish(Duration patience, Runnable tick) {
        long deadlineNanos = nanos.getAsLong() + patience.toNanos();
        while (hasOpenWork() && deadlineNanos - nanos.getAsLong() > 0) {
            tick.run();
            beginNow();
            if (thread.isBusy()) {
                thread.settle(SLICE);
            } else if (!backoff.isDue()) {
                LockSupport.parkNanos(Math.min(SLICE.toNanos(), backoff.leftNanos()));
            }
        }
        if (thread.isBusy()) {
            LOG.atWarn().log("a transaction is not over in time and is given up");
            state = state.givenUp();
            writer.giveUp();
        }
    }

    private boolean hasOpenWork() {
        return state.attempt().isPresent() || queue.hasReady();
    }

    void close() {
        writer.close();
        thread.close();
    }

    private Runnable open() {
        boolean opened = writer.open();
        return () -> {
            if (opened) {
                state = state.opened();
                backoff.stepped();
            } else {
                backoff.failed(Objects.requireNonNullElse(writer.trouble(), "the producer is closed"));
            }
        };
    }

    private void write() {
        boolean idle = !queue.hasReady();
        if (idle && !anyFresh() && nanos.getAsLong() - lastCommitNanos < IDLE_COMMIT_NANOS) {
            backoff.worked();
            return;
        }
        Attempt prepared = prepare();
        if (prepared.snapshots().isEmpty()) {
            backoff.worked();
            lastCommitNanos = nanos.getAsLong();
            return;
        }
        state = state.handedOver(prepared);
        thread.start(() -> {
            AttemptWriter.Written written = attempts.write(prepared);
            return () -> written.result().settle(new Settling(prepared, written));
        });
    }

    /** A partition's starting point is committed at once: after a crash, the log's end would have moved. */
    private boolean anyFresh() {
        return assigned.begun().stream()
                .anyMatch(partition -> partition.tracker().fresh());
    }

    /**
     * Takes a batch from the queue, completes it in the trackers, tentatively, and reads the group metadata: all in one
     * turn, so that no rebalance lies between.
     */
    private Attempt prepare() {
        List<OutputQueue.Item> items = queue.take(BATCH);
        Map<AssignedPartition, OffsetSnapshot> snapshots = new HashMap<>();
        for (AssignedPartition partition : assigned.begun()) {
            if (partition.tracker().dirty()) {
                snapshots.put(partition, partition.tracker().snapshot());
            }
        }
        return new Attempt(items, snapshots, consumer.groupMetadata());
    }

    /** Applies an attempt's result. On the loop's thread again (invariant T2). */
    private final class Settling implements TransactionResult.Settlement {
        private final Attempt attempt;
        private final AttemptWriter.Written written;

        Settling(Attempt attempt, AttemptWriter.Written written) {
            this.attempt = attempt;
            this.written = written;
        }

        @Override
        public void committed() {
            restUntilNanos = written.restUntilNanos();
            confirm(attempt, written.records());
        }

        @Override
        public void unknown(String reason) {
            state = state.unanswered(written.records());
            backoff.failed(reason);
        }

        @Override
        public void aborted(String reason) {
            rollback(attempt);
            queue.giveBack(attempt.items());
            backoff.failed(reason);
        }

        @Override
        public void setAside(Fault fault, Map<Integer, String> reasons) {
            rollback(attempt);
            queue.giveBack(attempt.items(), fault, reasons);
        }
    }

    /**
     * The next producer is open, so any transaction of the last one is finished or aborted: the group's offsets tell.
     */
    private void lookUp(Attempt asked) {
        Collection<TopicPartition> partitions = asked.snapshots().keySet().stream()
                .filter(this::isOurs)
                .map(AssignedPartition::topicPartition)
                .toList();
        thread.start(() -> {
            Map<TopicPartition, OffsetAndMetadata> committed = lookUp.committed(partitions);
            return () -> resolve(asked, committed);
        });
    }

    /** Only partitions held throughout count: elsewhere the next owner may have committed. */
    private void resolve(Attempt asked, @Nullable Map<TopicPartition, OffsetAndMetadata> committed) {
        if (committed == null) {
            backoff.failed("the group's committed offsets cannot be looked up");
            return;
        }
        backoff.stepped();
        boolean inForce = asked.snapshots().entrySet().stream()
                .filter(each -> isOurs(each.getKey()))
                .anyMatch(each -> isIn(committed.get(each.getKey().topicPartition()), each.getValue()));
        LOG.atInfo().addKeyValue("committed", inForce).log("the outcome of the unanswered commit is known");
        if (inForce) {
            confirm(asked, state.records());
        } else {
            rollback(asked);
            queue.giveBack(asked.items());
        }
    }

    private boolean isOurs(AssignedPartition partition) {
        return assigned.of(partition.topicPartition()) == partition;
    }

    private static boolean isIn(@Nullable OffsetAndMetadata committed, OffsetSnapshot snapshot) {
        return committed != null
                && committed.offset() == snapshot.offset()
                && committed.metadata().equals(snapshot.metadata());
    }

    private void confirm(Attempt done, List<Encoded> records) {
        state = state.settled(writer.isOpen());
        done.snapshots().forEach((partition, snapshot) -> partition.tracker().committed(snapshot));
        for (int i = 0; i < done.items().size(); i++) {
            Origin origin = done.items().get(i).ready().origin();
            AssignedPartition partition = assigned.of(origin);
            if (partition != null) {
                partition.inFlight().remove(origin.size());
            }
            records.get(i).count(counts);
            if (records.get(i) instanceof Encoded.Letter letter) {
                letters.add(letter, origin);
            }
        }
        lastCommitNanos = nanos.getAsLong();
        backoff.worked();
    }

    /** Its outputs are in flight again; the caller returns them to the queue. */
    private void rollback(Attempt failed) {
        state = state.settled(writer.isOpen());
        failed.snapshots().keySet().forEach(partition -> partition.tracker().rollback());
    }
}
