package io.mpsbridge.kafka;

import io.mpsbridge.clients.BrokerLimits;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.offsets.OffsetMapCodec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts newly assigned partitions, and relocates those whose log has moved on: asks the broker outside the rebalance
 * callback, never waits, and checks the answers each turn. Each partition starts once its own answers are there; one
 * without a leader waits alone. Answers for an assignment that is over are dropped.
 *
 * <p>Owned by the loop's thread, which makes every decision.
 */
final class OffsetLoader {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetLoader.class);

    private final KafkaSettings settings;
    private final BrokerLimits limits;
    private final OffsetQueries queries;
    private final OffsetStart start;
    private final LostOffsets lost;
    private final TopicIdWatch topics;
    private final Consumer<TopicPartition> restart;
    private final LongSupplier nanos;
    private final Map<AssignedPartition, PartitionLoad> loads = new LinkedHashMap<>();
    /** Whether the group had committed anything before this process did. */
    private final PendingAnswer<Boolean> hasCommitted = new PendingAnswer<>();

    private Set<String> troubles = Set.of();
    private int partitionsAtFirst;

    /** @param restart ends a partition's assignment and starts another, discarding all its state */
    OffsetLoader(
            LoopClients clients,
            KafkaSettings settings,
            AssignedPartitions assigned,
            Consumer<TopicPartition> restart,
            LongSupplier nanos) {
        this.settings = settings;
        this.limits = clients.limits();
        this.queries = new OffsetQueries(clients.admin(), settings);
        this.start = new OffsetStart(clients, settings);
        this.lost = new LostOffsets(queries, settings, nanos);
        this.topics = new TopicIdWatch(queries, assigned, restart, nanos);
        this.restart = restart;
        this.nanos = nanos;
    }

    /** Starts what it can; the rest is tried again in the next turn. */
    void load(List<AssignedPartition> loading) {
        stopIfTooSmall();
        topics.look();
        loads.keySet().retainAll(new HashSet<>(loading));
        if (loading.isEmpty()) {
            troubles = Set.of();
            return;
        }
        long nowNanos = nanos.getAsLong();
        loading.forEach(partition -> loads.computeIfAbsent(partition, each -> new PartitionLoad(each, nowNanos)));
        look(nowNanos);
        if (limits.isKnown()) {
            List.copyOf(loads.values()).stream()
                    .filter(PartitionLoad::isComplete)
                    .forEach(this::finish);
        }
        tell();
    }

    private void stopIfTooSmall() {
        int takes = limits.brokersOffsetMetadata();
        if (takes < OffsetMapCodec.MIN_CHARS) {
            throw new LoopStoppedException(
                    "the broker's " + BrokerLimits.OFFSET_METADATA + " is " + takes + "; the bridge needs at least "
                            + OffsetMapCodec.MIN_CHARS + ", and a few thousand to work well",
                    null);
        }
    }

    LostOffsets lost() {
        return lost;
    }

    /** Number of partitions of the created topic when last described; 0 before. */
    int partitionCount() {
        return topics.partitionCount();
    }

    private void look(long nowNanos) {
        loads.values().forEach(load -> load.look(nowNanos));
        hasCommitted.look(nowNanos);
        loads.values().forEach(load -> stopIfForbidden(load.failure()));
        stopIfForbidden(hasCommitted.failure());
        if (hasCommitted.isDue(nowNanos)) {
            hasCommitted.asked(queries.hasCommitted());
        }
        queries.ask(List.copyOf(loads.values()), nowNanos);
    }

    private static void stopIfForbidden(@Nullable Throwable failure) {
        if (failure instanceof AuthorizationException) {
            throw new LoopStoppedException("committed offsets cannot be read: " + failure.getMessage(), failure);
        }
    }

    private void finish(PartitionLoad load) {
        TopicDescription topic = load.topic().get();
        topics.described(topic);
        if (partitionsAtFirst == 0) {
            partitionsAtFirst = topic.partitions().size();
        }
        if (load.partition().state().isBegun()) {
            relocate(load, OffsetQueries.topicId(topic));
            loads.remove(load.partition());
        } else if (begin(load, OffsetQueries.topicId(topic))) {
            loads.remove(load.partition());
        }
    }

    /** False if it waits for the group's other committed offsets. */
    private boolean begin(PartitionLoad load, UUID topicId) {
        Optional<OffsetAndMetadata> committed = load.committed().get();
        PartitionLoad.LogRange log = load.log();
        if (committed.isPresent()) {
            start.committed(load.partition(), committed.get(), log, topicId);
            return true;
        }
        if (!hasCommitted.isThere()) {
            return false;
        }
        if (!hasCommitted.get()) {
            if (!lost.isKnown(load, nanos.getAsLong())) {
                return false;
            }
            lost.begins(load);
        }
        start.fresh(load.partition(), beginsAtEnd(load.partition()) ? log.end() : log.begin(), topicId);
        return true;
    }

    /**
     * {@code bridge.start=latest} applies to a new group. A partition that appears under a group with committed offsets
     * was added since, so its records were meant for this group.
     */
    private boolean beginsAtEnd(AssignedPartition partition) {
        return settings.start() == KafkaSettings.Start.LATEST
                && !hasCommitted.get()
                && partition.number() < partitionsAtFirst;
    }

    private void relocate(PartitionLoad load, UUID topicId) {
        AssignedPartition partition = load.partition();
        if (!partition.tracker().topicId().equals(topicId) || !start.relocate(partition, load.log())) {
            LOG.atError()
                    .addKeyValue("partition", partition.toString())
                    .addKeyValue("position", partition.position())
                    .addKeyValue("end", load.log().end())
                    .log("a partition was cut off or made anew: it begins again at what was committed");
            restart.accept(partition.topicPartition());
        }
    }

    /** Logs each new reason once. */
    private void tell() {
        Map<String, Set<String>> partitionsByReason = new HashMap<>();
        for (PartitionLoad load : loads.values()) {
            Throwable failure = load.failure() == null ? hasCommitted.failure() : load.failure();
            String reason = failure == null ? "asked, not answered yet" : words(failure);
            load.partition().move(state -> state.waitingFor(new LoopStatus.Loading(load.sinceNanos(), reason)));
            if (failure != null) {
                partitionsByReason
                        .computeIfAbsent(reason, each -> new TreeSet<>())
                        .add(load.partition().toString());
            }
        }
        partitionsByReason.forEach((reason, partitions) -> {
            if (!troubles.contains(reason)) {
                LOG.atWarn()
                        .addKeyValue("partitions", partitions.toString())
                        .addKeyValue("reason", reason)
                        .log("partitions cannot be begun yet");
            }
        });
        troubles = Set.copyOf(partitionsByReason.keySet());
    }

    /** The client's time-out messages count its attempts, so they never repeat. */
    private static String words(Throwable failure) {
        if (!(failure instanceof org.apache.kafka.common.errors.TimeoutException)) {
            return failure.toString();
        }
        return failure.getCause() == null ? "the broker does not answer" : String.valueOf(failure.getCause());
    }
}
