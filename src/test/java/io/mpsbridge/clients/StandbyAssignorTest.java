package io.mpsbridge.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StandbyAssignorTest {

    private static final String TOPIC = "task-created";
    private final Map<String, Subscription> members = new HashMap<>();

    @Test
    void withoutAnOwnerTheLowestIdGetsEverything() {
        member("b", "replica-2", -1);
        member("a", "replica-3", -1);
        member("c", "replica-1", -1);

        assertThat(assign())
                .containsEntry("c", List.of(0, 1, 2))
                .containsEntry("a", List.of())
                .hasSize(3);
    }

    @Test
    void thePresentOwnerKeepsEverythingWhoeverJoins() {
        member("b", "replica-2", 7, 0, 1, 2);
        member("a", "replica-1", -1);

        assertThat(assign()).containsEntry("b", List.of(0, 1, 2)).containsEntry("a", List.of());
    }

    @Test
    void whatAnotherStillOwnsIsGivenUpFirstAndFollowsInTheNextRound() {
        member("a", "replica-1", 7, 0, 1);
        member("b", "replica-2", 7, 2);

        assertThat(assign()).containsEntry("a", List.of(0, 1)).containsEntry("b", List.of());

        members.clear();
        member("a", "replica-1", 8, 0, 1);
        member("b", "replica-2", 8);
        assertThat(assign()).containsEntry("a", List.of(0, 1, 2)).containsEntry("b", List.of());
    }

    @Test
    void whoeverWasAwayCannotTakeThePartitionsBackFromTheHeir() {
        member("zombie", "replica-1", 6, 0, 1, 2);
        member("heir", "replica-2", 7, 0, 1, 2);

        assertThat(assign()).containsEntry("heir", List.of(0, 1, 2)).containsEntry("zombie", List.of());
    }

    private void member(String id, String instance, int generation, int... owned) {
        Subscription subscription = new Subscription(
                List.of(TOPIC),
                null,
                IntStream.of(owned)
                        .mapToObj(each -> new TopicPartition(TOPIC, each))
                        .toList(),
                generation,
                Optional.empty());
        subscription.setGroupInstanceId(Optional.of(instance));
        members.put(id, subscription);
    }

    private Map<String, List<Integer>> assign() {
        List<PartitionInfo> partitions = IntStream.range(0, 3)
                .mapToObj(each -> new PartitionInfo(TOPIC, each, Node.noNode(), new Node[0], new Node[0]))
                .toList();
        Cluster cluster = new Cluster("cluster", List.of(), partitions, Set.of(), Set.of());
        Map<String, List<Integer>> assigned = new HashMap<>();
        new StandbyAssignor()
                .assign(cluster, new GroupSubscription(members))
                .groupAssignment()
                .forEach((member, assignment) -> assigned.put(
                        member,
                        assignment.partitions().stream()
                                .map(TopicPartition::partition)
                                .sorted()
                                .toList()));
        return assigned;
    }
}
