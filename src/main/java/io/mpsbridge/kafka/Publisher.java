package io.mpsbridge.kafka;

import io.mpsbridge.clients.BrokerLimits;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.event.ImageRetention;
import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.offsets.OffsetSnapshot;
import io.mpsbridge.task.TaskOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what is ready: all of it, with the offsets that say so, in one transaction that runs beside the loop. Each item
 * is kept until a commit with it succeeded or its assignment is over. Owned by the loop's thread, but for {@link #add};
 * what runs on the transaction thread touches none of its fields but the writer, the encoder, the limits and the look-up.
 *
 * <p>One attempt at a time: what arrives meanwhile waits, since a tracker takes a snapshot for committed only if nothing has
 * completed since.
 */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    /** The most outcomes of one transaction, so that none takes too long; what is left goes with the next. */
    private static final int BATCH = 2_000;
    /** Offsets that moved without an outcome (tombstones, gaps) are committed this often. */
    private static final long IDLE_COMMIT = Duration.ofSeconds(5).toNanos();

    /**
     * As long as the last transaction took, and no longer than this, the next one waits: what is ready by then goes with it.
     * Small transactions one right after another cost the broker half as much again for each outcome.
     */
    private static final long LONGEST_REST = Duration.ofMillis(50).toNanos();

    private static final Duration SLICE = Duration.ofMillis(100);

    /** What the transaction thread is given: nothing of it changes any more. */
    private record Attempt(
            List<OutputQueue.Item> items,
            Map<AssignedPartition, OffsetSnapshot> snapshots,
            ConsumerGroupMetadata group) {
        Map<TopicPartition, OffsetAndMetadata> offsets() {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            snapshots.forEach((partition, snapshot) -> offsets.put(
                    partition.topicPartition(), new OffsetAndMetadata(snapshot.offset(), snapshot.metadata())));
            return offsets;
        }
    }

    private final Consumer<byte[], byte[]> consumer;
    private final OutcomeWriter writer;
    private final OutputEncoder encoder;
    private final BrokerLimits limits;
    private final CommitLookUp lookUp;
    private final OutputPartitions outputs;
    private final KafkaSettings.Topics topics;
    private final AssignedPartitions assigned;
    private final LoopCounts counts;
    private final LongSupplier nanos;
    private final TransactionThread thread;
    private final OutputQueue queue;

    /** Handed over, and its outcome not known yet: what it completed must not count as done in another one. */
    private @Nullable Attempt attempt;

    /** Its records, as far as they were made. */
    private List<OutputEncoder.Encoded> records = List.of();

    private final Retries retries;
    private boolean open;
    private long lastCommit;
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
        this.limits = clients.limits();
        this.counts = clients.counts();
        this.topics = settings.topics();
        this.encoder = new OutputEncoder(encoder, limits, topics);
        this.lookUp = new CommitLookUp(clients.admin(), settings.groupId());
        this.outputs = new OutputPartitions(clients.writer(), clients.admin());
        this.assigned = assigned;
        this.nanos = nanos;
        this.thread = new TransactionThread("mps-bridge-transactions");
        this.queue = new OutputQueue(assigned, lost::withoutContradiction, counts, nanos);
        this.retries = new Retries(nanos);
        this.lastCommit = nanos.getAsLong();
        this.restUntilNanos = lastCommit;
    }

    /** Hands over what is ready; from any thread, never blocks. */
    void add(PendingOutput ready) {
        queue.add(ready);
    }

    /** Whether something waits to be published, or is being published. */
    boolean hasWork() {
        return thread.isBusy() || queue.hasWork() || attempt != null;
    }

    /**
     * Whether a commit for the partition is under way, or its outcome unknown. Until it is settled nobody can tell what is
     * committed: an assignment of the partition that began now could do again what that commit completes.
     */
    boolean isCommitting(TopicPartition partition) {
        Attempt underWay = attempt;
        return underWay != null
                && underWay.snapshots().keySet().stream()
                        .anyMatch(each -> each.topicPartition().equals(partition));
    }

    /** What stands in the way of publishing. */
    LoopStatus.Publishing status() {
        return new LoopStatus.Publishing(retries.reason(), retries.sinceNanos(), queue.keptBack());
    }

    /** Settles what the transaction thread has done; never blocks. */
    void settle() {
        thread.settle(Duration.ZERO);
    }

    /** Hands over the next transaction, if none is under way or was just now, and there is anything to commit; never blocks. */
    void begin() {
        if (restUntilNanos - nanos.getAsLong() <= 0) {
            beginNow();
        }
    }

    private void beginNow() {
        queue.collect();
        if (thread.isBusy() || !retries.isDue()) {
            return;
        }
        if (!open) {
            thread.start(this::open);
        } else if (attempt != null) {
            lookUp(attempt);
        } else {
            next();
        }
    }

    /**
     * Publishes what is complete, for at most the given time. What is under way even then is given up: it
     * ends by itself, and can become valid only where the group still takes its offsets.
     */
    void finish(Duration patience, Runnable tick) {
        long deadline = nanos.getAsLong() + patience.toNanos();
        while (hasOpenWork() && deadline - nanos.getAsLong() > 0) {
            tick.run();
            beginNow();
            if (thread.isBusy()) {
                thread.settle(SLICE);
            } else if (!retries.isDue()) {
                LockSupport.parkNanos(Math.min(SLICE.toNanos(), retries.leftNanos()));
            }
        }
        if (thread.isBusy()) {
            LOG.atWarn().log("a transaction is not over in time and is given up");
            open = false;
            writer.giveUp();
        }
    }

    private boolean hasOpenWork() {
        return attempt != null || queue.hasReady();
    }

    /** Ends the transaction thread. */
    void close() {
        writer.close();
        thread.close();
    }

    private Runnable open() {
        boolean opened = writer.open();
        return () -> {
            open = opened;
            if (opened) {
                retries.stepped();
            } else {
                retries.failed(Objects.requireNonNullElse(writer.trouble(), "the producer is closed"));
            }
        };
    }

    private void next() {
        boolean idle = !queue.hasReady();
        if (idle && !anyFresh() && nanos.getAsLong() - lastCommit < IDLE_COMMIT) {
            retries.worked();
            return;
        }
        Attempt prepared = prepare();
        if (prepared.snapshots().isEmpty()) {
            retries.worked();
            lastCommit = nanos.getAsLong();
            return;
        }
        attempt = prepared;
        thread.start(() -> write(prepared));
    }

    /** Where a partition begins is committed at once: after a crash the log's end would be another place. */
    private boolean anyFresh() {
        return assigned.begun().stream()
                .anyMatch(partition -> partition.tracker().fresh());
    }

    /**
     * Takes a batch out of what is kept, completes it in the trackers, tentatively, and says who we are to the group: all in
     * one turn, so that no rebalance lies between.
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

    /** On the transaction thread, as far as to what it returns. */
    private Runnable write(Attempt prepared) {
        OutputEncoder.Batch batch = encoder.encodeAll(
                prepared.items().stream().map(OutputQueue.Item::ready).toList());
        if (!batch.failures().isEmpty()) {
            return () -> {
                rollback(prepared);
                batch.failures()
                        .forEach((index, reason) ->
                                queue.keepBack(prepared.items().get(index), reason));
            };
        }
        List<OutputEncoder.Encoded> encoded = batch.encoded();
        List<OutboundRecord> records =
                encoded.stream().map(OutputEncoder.Encoded::record).toList();
        Map<Integer, String> waiting = outputs.withoutLeader(records);
        if (!waiting.isEmpty()) {
            return () -> {
                rollback(prepared);
                waiting.forEach((index, reason) -> queue.putOff(prepared.items().get(index), reason));
            };
        }
        long startedNanos = nanos.getAsLong();
        OutcomeWriter.Result result = writer.write(records, prepared.offsets(), prepared.group());
        if (result instanceof OutcomeWriter.Committed) {
            long endedNanos = nanos.getAsLong();
            return () -> {
                restUntilNanos = endedNanos + Math.min(LONGEST_REST, endedNanos - startedNanos);
                confirm(prepared, encoded);
            };
        }
        if (result instanceof OutcomeWriter.Unknown unknown) {
            return () -> {
                this.records = encoded;
                open = writer.isOpen();
                retries.failed(unknown.reason());
            };
        }
        Set<Integer> misfits =
                result instanceof OutcomeWriter.DoNotFit large ? misfits(large.indices(), records) : Set.of();
        return () -> {
            open = writer.isOpen();
            rollback(prepared);
            misfits.forEach(index -> queue.tooLarge(prepared.items().get(index)));
            if (result instanceof OutcomeWriter.Refused refused) {
                queue.refused(prepared.items(), refused.reasons());
            } else if (result instanceof OutcomeWriter.Aborted aborted) {
                retries.failed(aborted.reason());
            }
        };
    }

    /**
     * What becomes a dead letter without a look at its topic's limit. The client blames whatever it had not sent yet
     * along with the culprit, so that its word alone condemns nobody: where the limits as they are now explain the
     * refusal they are enough, and else it was the largest.
     */
    private Set<Integer> misfits(List<Integer> blamed, List<OutboundRecord> records) {
        limits.refresh();
        if (blamed.stream().map(records::get).anyMatch(each -> each.batchBytes() > limits.of(each.topic()))) {
            return Set.of();
        }
        int largest = Collections.max(
                blamed, Comparator.comparingInt(index -> records.get(index).batchBytes()));
        OutboundRecord record = records.get(largest);
        if (record.topic().equals(topics.deadLetter())) {
            limits.refused(record.topic(), record.batchBytes());
        }
        return Set.of(largest);
    }

    /** The next producer is open, so that whatever the last one left is finished or aborted: the group's offsets tell. */
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

    /** Only what was ours all the time tells: elsewhere the next owner has committed, if anybody. */
    private void resolve(Attempt asked, @Nullable Map<TopicPartition, OffsetAndMetadata> committed) {
        if (committed == null) {
            retries.failed("the group's committed offsets cannot be looked up");
            return;
        }
        retries.stepped();
        boolean inForce = asked.snapshots().entrySet().stream()
                .filter(each -> isOurs(each.getKey()))
                .anyMatch(each -> isIn(committed.get(each.getKey().topicPartition()), each.getValue()));
        LOG.atInfo().addKeyValue("committed", inForce).log("the outcome of the unanswered commit is known");
        if (inForce) {
            confirm(asked, records);
        } else {
            rollback(asked);
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

    private void confirm(Attempt done, List<OutputEncoder.Encoded> encoded) {
        over();
        done.snapshots().forEach((partition, snapshot) -> partition.tracker().committed(snapshot));
        for (int i = 0; i < done.items().size(); i++) {
            PendingOutput item = done.items().get(i).ready();
            AssignedPartition partition = assigned.of(item.origin());
            if (partition != null) {
                partition.inFlight().remove(item.origin().size());
            }
            count(item, encoded.get(i));
        }
        lastCommit = nanos.getAsLong();
        retries.worked();
    }

    /** Keeps the items for the next attempt. */
    private void rollback(Attempt failed) {
        over();
        failed.snapshots().keySet().forEach(partition -> partition.tracker().rollback());
        queue.giveBack(failed.items());
    }

    private void over() {
        attempt = null;
        records = List.of();
    }

    private void count(PendingOutput item, OutputEncoder.Encoded encoded) {
        String code = encoded.deadLetterCode();
        if (code != null || !(item instanceof PendingOutput.Ended ended)) {
            counts.deadLetters++;
            counts.deadLettersByCode.merge(String.valueOf(code), 1L, Long::sum);
        } else if (ended.outcome() instanceof TaskOutcome.Completed completed) {
            counts.completed(ImageRetention.left(completed));
        } else {
            counts.failed++;
        }
    }
}
