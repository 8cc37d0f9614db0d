package io.mpsbridge.kafka;

import io.mpsbridge.event.OutboundRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds records whose partition has no leader, which would hold up their whole transaction. Reads the producer's
 * metadata, which costs nothing, and asks the cluster only if a leader is missing there. The client itself routes
 * records without a key to partitions with a leader. Used by the transaction thread alone.
 */
final class OutputPartitions {

    private static final Logger LOG = LoggerFactory.getLogger(OutputPartitions.class);
    private static final long TIMEOUT_MILLIS = 1_000;

    private final OutcomeWriter writer;
    private final Admin admin;
    private Set<String> told = Set.of();

    OutputPartitions(OutcomeWriter writer, Admin admin) {
        this.writer = writer;
        this.admin = admin;
    }

    /** The indices of records that have to wait, with the reason. */
    Map<Integer, String> withoutLeader(List<OutboundRecord> records) {
        Map<Integer, String> waiting = new HashMap<>();
        Map<String, Topic> topics = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            OutboundRecord record = records.get(i);
            byte[] key = record.key();
            Topic topic = topics.computeIfAbsent(record.topic(), this::topic);
            if (key != null && !topic.leaderless.isEmpty()) {
                int partition = Utils.toPositive(Utils.murmur2(key)) % topic.partitions;
                if (topic.leaderless.contains(partition)) {
                    waiting.put(i, "partition " + partition + " of " + record.topic() + " has no leader");
                }
            }
        }
        tell(Set.copyOf(waiting.values()));
        return waiting;
    }

    private void tell(Set<String> reasons) {
        if (!reasons.equals(told)) {
            LOG.atWarn()
                    .addKeyValue("reasons", reasons.toString())
                    .log("outcomes wait for a leader of their partition");
            told = reasons;
        }
    }

    private Topic topic(String name) {
        try {
            List<PartitionInfo> known = writer.partitions(name);
            Set<Integer> suspects = known.stream()
                    .filter(each -> isMissing(each.leader()))
                    .map(PartitionInfo::partition)
                    .collect(Collectors.toSet());
            return new Topic(known.size(), suspects.isEmpty() ? suspects : confirmed(name, suspects));
        } catch (KafkaException e) {
            // The transaction will fail the same way, and handles it.
            LOG.atDebug().addKeyValue("reason", e.toString()).log("the partitions of a topic are not known");
            return new Topic(0, Set.of());
        }
    }

    private Set<Integer> confirmed(String topic, Set<Integer> suspects) {
        try {
            TopicDescription description = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .get(topic);
            Set<Integer> without = new HashSet<>();
            if (description != null) {
                description.partitions().stream()
                        .filter(each -> isMissing(each.leader()))
                        .forEach(each -> without.add(each.partition()));
            }
            return without;
        } catch (ExecutionException | TimeoutException e) {
            LOG.atDebug().addKeyValue("reason", e.toString()).log("the cluster does not tell leaders");
            return suspects;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return suspects;
        }
    }

    private static boolean isMissing(@Nullable Node leader) {
        return leader == null || leader.isEmpty();
    }

    private record Topic(int partitions, Set<Integer> leaderless) {}
}
