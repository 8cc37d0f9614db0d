package io.mpsbridge.kafka;

import io.mpsbridge.event.EventEncoder;
import io.mpsbridge.event.ImageRetention;
import io.mpsbridge.event.OutboundRecord;
import io.mpsbridge.task.TaskOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what is ready: all of it, with the offsets that say so, in one transaction. Each item is kept until a commit
 * with it succeeded or its assignment is over. Owned by the loop's thread, but for {@link #add}.
 */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    /** Outcomes of one transaction at the most, so that none takes too long; what is left goes with the next. */
    private static final int BATCH = 2_000;
    /** Offsets that moved without an outcome (tombstones, gaps) are committed this often. */
    private static final long IDLE_COMMIT = Duration.ofSeconds(5).toNanos();

    private static final Duration LOOK_UP_TIMEOUT = Duration.ofMillis(500);

    private record Attempt(List<Ready> items, Map<PartitionWork, OffsetSnapshot> snapshots) {}

    private final KafkaSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final OutcomeWriter writer;
    private final EventEncoder encoder;
    private final BrokerLimits limits;
    private final Works works;
    private final LoopCounts counts;
    private final LongSupplier nanos;

    /** Bounded by what is in flight: each task gives one. */
    private final Queue<Ready> arriving = new ConcurrentLinkedQueue<>();

    private final Deque<Ready> kept = new ArrayDeque<>();
    private @Nullable Attempt unknown;
    private long lastCommit;

    Publisher(Clients clients, KafkaSettings settings, EventEncoder encoder, Works works, LongSupplier nanos) {
        this.settings = settings;
        this.consumer = clients.consumer();
        this.writer = clients.writer();
        this.limits = clients.limits();
        this.counts = clients.counts();
        this.encoder = encoder;
        this.works = works;
        this.nanos = nanos;
        this.lastCommit = nanos.getAsLong();
    }

    /** Hands over what is ready; from any thread, never blocks. */
    void add(Ready ready) {
        arriving.add(ready);
    }

    /** Whether something waits to be published. */
    boolean hasWork() {
        return !arriving.isEmpty() || !kept.isEmpty() || unknown != null;
    }

    /** One transaction, if there is anything to commit. */
    void publish() {
        collect();
        if (unknown != null && !resolve(unknown)) {
            return;
        }
        boolean idle = kept.isEmpty();
        if (idle && !anyFresh() && nanos.getAsLong() - lastCommit < IDLE_COMMIT) {
            return;
        }
        if (!writer.open()) {
            return;
        }
        Attempt attempt = attempt();
        if (!attempt.snapshots().isEmpty()) {
            // Until its outcome is known, whatever is thrown: what it completed must not count as done in another one.
            unknown = attempt;
            settle(attempt, write(attempt));
        }
        if (idle) {
            lastCommit = nanos.getAsLong();
        }
    }

    /** Where a partition begins is committed at once: after a crash the log's end would be another place. */
    private boolean anyFresh() {
        return works.all().stream()
                .anyMatch(work -> work.isWorking() && work.tracker().fresh());
    }

    private void collect() {
        for (Ready ready = arriving.poll(); ready != null; ready = arriving.poll()) {
            kept.add(ready);
        }
        int before = kept.size();
        kept.removeIf(ready -> works.of(ready.origin()) == null);
        counts.droppedOutcomes += before - kept.size();
    }

    /** Takes a batch out of what is kept and completes it in the trackers, tentatively. */
    private Attempt attempt() {
        List<Ready> items = new ArrayList<>();
        while (items.size() < BATCH && !kept.isEmpty()) {
            Ready item = kept.removeFirst();
            PartitionWork work = works.of(item.origin());
            if (work != null && work.tracker().complete(item.origin().offset())) {
                items.add(item);
            }
        }
        Map<PartitionWork, OffsetSnapshot> snapshots = new HashMap<>();
        for (PartitionWork work : works.all()) {
            if (work.isWorking() && work.tracker().dirty()) {
                snapshots.put(work, work.tracker().snapshot());
            }
        }
        return new Attempt(items, snapshots);
    }

    private OutcomeWriter.Result write(Attempt attempt) {
        List<OutboundRecord> records =
                attempt.items().stream().map(this::encode).toList();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        attempt.snapshots()
                .forEach((work, snapshot) ->
                        offsets.put(work.partition(), new OffsetAndMetadata(snapshot.offset(), snapshot.metadata())));
        return writer.write(records, offsets, consumer.groupMetadata());
    }

    private void settle(Attempt attempt, OutcomeWriter.Result result) {
        if (result instanceof OutcomeWriter.Unknown) {
            return;
        }
        unknown = null;
        if (result instanceof OutcomeWriter.Committed) {
            confirm(attempt);
        } else if (result instanceof OutcomeWriter.DoNotFit misfits) {
            rollback(attempt, new HashSet<>(misfits.indices()));
        } else {
            rollback(attempt, Set.of());
        }
    }

    /** Looks up what became of a commit that nobody answered, or that ended in an exception. */
    private boolean resolve(Attempt attempt) {
        attempt.snapshots().keySet().removeIf(work -> works.of(work.partition()) != work);
        if (!writer.open()) {
            return false;
        }
        try {
            Set<TopicPartition> asked = attempt.snapshots().keySet().stream()
                    .map(PartitionWork::partition)
                    .collect(Collectors.toSet());
            Map<TopicPartition, OffsetAndMetadata> committed =
                    asked.isEmpty() ? Map.of() : consumer.committed(asked, LOOK_UP_TIMEOUT);
            boolean inForce = attempt.snapshots().entrySet().stream()
                    .anyMatch(each -> isIn(committed.get(each.getKey().partition()), each.getValue()));
            LOG.atInfo().addKeyValue("committed", inForce).log("the outcome of the unanswered commit is known");
            unknown = null;
            if (inForce) {
                confirm(attempt);
            } else {
                rollback(attempt, Set.of());
            }
            return true;
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("reason", e.toString()).log("committed offsets cannot be looked up yet");
            return false;
        }
    }

    private static boolean isIn(@Nullable OffsetAndMetadata committed, OffsetSnapshot snapshot) {
        return committed != null
                && committed.offset() == snapshot.offset()
                && committed.metadata().equals(snapshot.metadata());
    }

    private void confirm(Attempt attempt) {
        attempt.snapshots().forEach((work, snapshot) -> work.tracker().committed(snapshot));
        for (Ready item : attempt.items()) {
            PartitionWork work = works.of(item.origin());
            if (work != null) {
                work.inFlight().remove(item.origin().size());
            }
            count(item);
        }
        lastCommit = nanos.getAsLong();
    }

    /** Keeps the items for the next attempt. */
    private void rollback(Attempt attempt, Set<Integer> refused) {
        attempt.snapshots().keySet().forEach(work -> work.tracker().rollback());
        Set<Ready> aside = refused.isEmpty() ? Set.of() : misfits(attempt, refused);
        for (int i = attempt.items().size() - 1; i >= 0; i--) {
            Ready item = attempt.items().get(i);
            kept.addFirst(
                    item instanceof Ready.Ended ended && aside.contains(item)
                            ? new Ready.TooLarge(ended.origin(), ended.outcome())
                            : item);
        }
    }

    /**
     * What becomes a dead letter without a look at its topic's limit. The client blames whatever it had not sent yet
     * along with the culprit, so that its word alone condemns nobody: where the limits as they are now explain the
     * refusal they are enough, and else it was the largest.
     */
    private Set<Ready> misfits(Attempt attempt, Set<Integer> refused) {
        Map<Ready, OutboundRecord> records = new HashMap<>();
        refused.forEach(
                i -> records.put(attempt.items().get(i), encode(attempt.items().get(i))));
        limits.refresh();
        if (records.values().stream().anyMatch(each -> each.batchBytes() > limits.of(each.topic()))) {
            return Set.of();
        }
        Ready largest = Collections.max(
                records.keySet(),
                Comparator.comparingInt(
                        item -> Objects.requireNonNull(records.get(item)).batchBytes()));
        OutboundRecord record = Objects.requireNonNull(records.get(largest));
        if (record.topic().equals(settings.topics().deadLetter())) {
            limits.refused(record.topic(), record.batchBytes());
        }
        return Set.of(largest);
    }

    private OutboundRecord encode(Ready item) {
        if (item instanceof Ready.Unreadable unreadable) {
            return encoder.deadLetter(unreadable.record(), unreadable.rejection(), limits.deadLetter());
        }
        if (item instanceof Ready.TooLarge large) {
            return tooLarge(large.outcome(), large);
        }
        TaskOutcome outcome = ((Ready.Ended) item).outcome();
        OutboundRecord record = encoder.encode(outcome);
        if (record.batchBytes() > limits.of(record.topic())) {
            // The topic may take more by now.
            limits.reread();
        }
        return record.batchBytes() > limits.of(record.topic()) ? tooLarge(outcome, item) : record;
    }

    private OutboundRecord tooLarge(TaskOutcome outcome, Ready item) {
        return encoder.deadLetterOutcome(
                outcome,
                settings.topics().created(),
                item.origin(),
                limits.of(encoder.encode(outcome).topic()),
                limits.deadLetter());
    }

    private void count(Ready item) {
        if (!(item instanceof Ready.Ended ended)) {
            counts.deadLetters++;
            counts.deadLettersByCode.merge(code(item), 1L, Long::sum);
        } else if (ended.outcome() instanceof TaskOutcome.Completed completed) {
            counts.completed(ImageRetention.left(completed));
        } else {
            counts.failed++;
        }
    }

    private static String code(Ready deadLetter) {
        return deadLetter instanceof Ready.Unreadable unreadable
                ? unreadable.rejection().code()
                : EventEncoder.OUTCOME_TOO_LARGE;
    }
}
