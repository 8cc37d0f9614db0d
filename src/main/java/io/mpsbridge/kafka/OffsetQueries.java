package io.mpsbridge.kafka;

import io.mpsbridge.clients.KafkaSettings;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnstableOffsetCommitException;

/** Asks the broker about offsets without waiting: one request for all that is due, one answer per partition. */
public final class OffsetQueries {

    /** The client retries within it; afterwards the failure is reported and the request repeated. */
    private static final int TIMEOUT_MILLIS = 3_000;

    private final Admin admin;
    private final String group;
    private final String topic;
    private final List<String> outputs;

    public OffsetQueries(Admin admin, KafkaSettings settings) {
        this.admin = admin;
        this.group = settings.groupId();
        this.topic = settings.topics().created();
        this.outputs = List.of(settings.topics().completed(), settings.topics().failed());
    }

    /** The topic's id, zero if the broker does not report it. */
    public static UUID topicId(TopicDescription topic) {
        Uuid id = topic.topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** Sends the queries that are due. */
    void ask(List<PartitionLoad> loads, long nowNanos) {
        askTopic(due(loads, PartitionLoad::topic, nowNanos));
        askCommitted(due(loads, PartitionLoad::committed, nowNanos));
        askLog(
                due(loads, PartitionLoad::begin, nowNanos),
                OffsetSpec.earliest(),
                (load, offset) -> load.begin().asked(offset));
        askLog(
                due(loads, PartitionLoad::end, nowNanos),
                OffsetSpec.latest(),
                (load, offset) -> load.end().asked(offset));
    }

    /** Describes the created topic. */
    Future<TopicDescription> topic() {
        return admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
                .allTopicNames()
                .thenApply(described -> {
                    TopicDescription found = described.get(topic);
                    if (found == null) {
                        throw new UnknownTopicOrPartitionException("the broker does not describe " + topic);
                    }
                    return found;
                });
    }

    /** Whether the group has committed anything for the created topic. */
    Future<Boolean> hasCommitted() {
        return admin.listConsumerGroupOffsets(group, new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MILLIS))
                .partitionsToOffsetAndMetadata()
                .thenApply(committed -> committed.entrySet().stream()
                        .anyMatch(each ->
                                each.getValue() != null && each.getKey().topic().equals(topic)));
    }

    /** The latest timestamp of a record on the topics of terminal events; empty where there is none. */
    public Future<Optional<Instant>> newestAnswer() {
        List<CompletableFuture<Map<TopicPartition, OffsetSpec>>> described = admin
                .describeTopics(outputs, new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
                .topicNameValues()
                .values()
                .stream()
                .map(OffsetQueries::newestOf)
                .toList();
        return CompletableFuture.allOf(described.toArray(CompletableFuture[]::new))
                .thenCompose(all -> {
                    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
                    described.forEach(each -> asked.putAll(each.join()));
                    return admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs(TIMEOUT_MILLIS))
                            .all()
                            .toCompletionStage();
                })
                .thenApply(offsets -> offsets.values().stream()
                        .filter(each -> each.timestamp() >= 0)
                        .map(each -> Instant.ofEpochMilli(each.timestamp()))
                        .max(Comparator.naturalOrder()));
    }

    private static CompletableFuture<Map<TopicPartition, OffsetSpec>> newestOf(
            KafkaFuture<TopicDescription> described) {
        return described.toCompletionStage().toCompletableFuture().handle((topic, failure) -> {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            if (failure == null) {
                topic.partitions()
                        .forEach(each -> asked.put(
                                new TopicPartition(topic.name(), each.partition()), OffsetSpec.maxTimestamp()));
            } else if (!(failure instanceof UnknownTopicOrPartitionException)) {
                throw new CompletionException(failure);
            }
            return asked;
        });
    }

    /** The offset of the first later record; -1 if there is none. */
    Future<Long> firstAfter(TopicPartition partition, Instant time) {
        return admin.listOffsets(
                        Map.of(partition, OffsetSpec.forTimestamp(time.toEpochMilli() + 1)),
                        new ListOffsetsOptions().timeoutMs(TIMEOUT_MILLIS))
                .partitionResult(partition)
                .thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset);
    }

    private static List<PartitionLoad> due(
            List<PartitionLoad> loads, Function<PartitionLoad, PendingAnswer<?>> which, long nowNanos) {
        return loads.stream().filter(load -> which.apply(load).isDue(nowNanos)).toList();
    }

    private void askTopic(List<PartitionLoad> loads) {
        if (!loads.isEmpty()) {
            Future<TopicDescription> described = topic();
            loads.forEach(load -> load.topic().asked(described));
        }
    }

    /**
     * The broker reports no offset while a predecessor's transaction is open on the partition; its result counts. The
     * client omits such a partition, but lists one without a committed offset.
     */
    private void askCommitted(List<PartitionLoad> loads) {
        if (loads.isEmpty()) {
            return;
        }
        ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec()
                .topicPartitions(loads.stream()
                        .map(load -> load.partition().topicPartition())
                        .toList());
        KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> all = admin.listConsumerGroupOffsets(
                        Map.of(group, spec),
                        new ListConsumerGroupOffsetsOptions()
                                .requireStable(true)
                                .timeoutMs(TIMEOUT_MILLIS))
                .partitionsToOffsetAndMetadata(group);
        for (PartitionLoad load : loads) {
            TopicPartition partition = load.partition().topicPartition();
            load.committed().asked(all.thenApply(committed -> {
                if (!committed.containsKey(partition)) {
                    throw new UnstableOffsetCommitException("a predecessor's transaction is still open");
                }
                return Optional.ofNullable(committed.get(partition));
            }));
        }
    }

    private void askLog(List<PartitionLoad> loads, OffsetSpec spec, BiConsumer<PartitionLoad, Future<Long>> take) {
        if (loads.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        loads.forEach(load -> asked.put(load.partition().topicPartition(), spec));
        ListOffsetsResult result = admin.listOffsets(
                asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(TIMEOUT_MILLIS));
        for (PartitionLoad load : loads) {
            take.accept(
                    load,
                    result.partitionResult(load.partition().topicPartition())
                            .thenApply(ListOffsetsResult.ListOffsetsResultInfo::offset));
        }
    }
}
