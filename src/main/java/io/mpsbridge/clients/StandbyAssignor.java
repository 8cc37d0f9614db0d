package io.mpsbridge.clients;

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
 * <p>Cooperative: partitions that another member still owns are left out of this round; that member gives them up,
 * which starts the next. Ownership counts only if claimed in the newest generation, so a member that was away cannot
 * take the partitions back from its successor.
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
        List<Member> members = members(group.groupSubscription());
        Member holder = members.stream()
                .max(Comparator.comparingInt((Member member) -> member.owned().size())
                        .thenComparing(Member::id, Comparator.reverseOrder()))
                .orElseThrow();
        List<TopicPartition> free = partitions(metadata, holder.topics());
        members.stream().filter(member -> !member.equals(holder)).forEach(member -> free.removeAll(member.owned()));
        Map<String, Assignment> assignments = new HashMap<>();
        for (Member member : members) {
            assignments.put(member.name(), new Assignment(member.equals(holder) ? free : List.of()));
        }
        return new GroupAssignment(assignments);
    }

    /**
     * One replica.
     *
     * @param name the member id, a new one after each restart
     * @param id stable
     * @param owned partitions that it holds in the newest generation
     */
    private record Member(String name, String id, List<String> topics, Set<TopicPartition> owned) {}

    private static List<Member> members(Map<String, Subscription> subscriptions) {
        int newest = subscriptions.values().stream()
                .filter(each -> !each.ownedPartitions().isEmpty())
                .mapToInt(StandbyAssignor::generation)
                .max()
                .orElse(-1);
        return subscriptions.entrySet().stream()
                .map(each -> {
                    Subscription its = each.getValue();
                    Set<TopicPartition> owned =
                            generation(its) == newest ? new HashSet<>(its.ownedPartitions()) : Set.of();
                    return new Member(each.getKey(), its.groupInstanceId().orElse(each.getKey()), its.topics(), owned);
                })
                .toList();
    }

    private static int generation(Subscription subscription) {
        return subscription.generationId().orElse(-1);
    }

    private static List<TopicPartition> partitions(Cluster metadata, List<String> topics) {
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : topics) {
            metadata.partitionsForTopic(topic).forEach(info -> all.add(new TopicPartition(topic, info.partition())));
        }
        return all;
    }
}
