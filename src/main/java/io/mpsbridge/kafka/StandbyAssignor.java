package io.mpsbridge.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives all partitions to one member: to the present owner, else to the one with the lowest id. The others stand by.
 *
 * <p>Cooperative: what another member still owns is left out of this round; that member gives it up, which starts the
 * next round. Ownership counts only where it was claimed in the newest generation, so that a member that was away cannot
 * take the partitions back from its heir.
 */
public final class StandbyAssignor implements ConsumerPartitionAssignor {

    @Override
    public String name() {
        return "mps-bridge-standby";
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
        Map<String, Set<TopicPartition>> owned = owned(group.groupSubscription());
        String holder = owned.keySet().stream()
                .max(Comparator.comparingInt(
                                (String member) -> owned.get(member).size())
                        .thenComparing(member -> id(member, group), Comparator.reverseOrder()))
                .orElseThrow();
        Set<TopicPartition> heldByOthers = new HashSet<>();
        owned.forEach((member, partitions) -> {
            if (!member.equals(holder)) {
                heldByOthers.addAll(partitions);
            }
        });
        Map<String, Assignment> assignments = new HashMap<>();
        owned.keySet().forEach(member -> assignments.put(member, new Assignment(List.of())));
        List<TopicPartition> all =
                partitions(metadata, group.groupSubscription().get(holder).topics());
        all.removeAll(heldByOthers);
        assignments.put(holder, new Assignment(all));
        return new GroupAssignment(assignments);
    }

    private static List<TopicPartition> partitions(Cluster metadata, List<String> topics) {
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : topics) {
            metadata.partitionsForTopic(topic).forEach(info -> all.add(new TopicPartition(topic, info.partition())));
        }
        return all;
    }

    private static Map<String, Set<TopicPartition>> owned(Map<String, Subscription> members) {
        int newest = members.values().stream()
                .filter(member -> !member.ownedPartitions().isEmpty())
                .mapToInt(member -> member.generationId().orElse(-1))
                .max()
                .orElse(-1);
        Map<String, Set<TopicPartition>> owned = new HashMap<>();
        members.forEach((member, subscription) -> owned.put(
                member,
                subscription.generationId().orElse(-1) == newest
                        ? new HashSet<>(subscription.ownedPartitions())
                        : Set.of()));
        return owned;
    }

    private static String id(String member, GroupSubscription group) {
        return group.groupSubscription().get(member).groupInstanceId().orElse(member);
    }
}
