package io.mpsbridge.kafka;

import io.mpsbridge.task.Origin;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions assigned to this replica, each with the epoch of its assignment. Owned by the loop's thread. */
final class AssignedPartitions {

    private final Map<TopicPartition, AssignedPartition> byTopicPartition = new HashMap<>();
    private final Map<Integer, AssignedPartition> byNumber = new HashMap<>();
    private final InFlight inFlight = new InFlight();
    private int epochs;

    /** A new assignment of the partition begins; it has to be loaded. */
    AssignedPartition assign(TopicPartition topicPartition) {
        AssignedPartition partition = new AssignedPartition(topicPartition, ++epochs, inFlight);
        byTopicPartition.put(topicPartition, partition);
        byNumber.put(partition.number(), partition);
        return partition;
    }

    /** The assignment ends; nobody waits for its tasks in flight any more. */
    @Nullable AssignedPartition drop(TopicPartition topicPartition) {
        AssignedPartition partition = byTopicPartition.remove(topicPartition);
        if (partition != null) {
            byNumber.remove(partition.number());
            partition.inFlight().clear();
        }
        return partition;
    }

    @Nullable AssignedPartition of(TopicPartition topicPartition) {
        return byTopicPartition.get(topicPartition);
    }

    /** The partition that an outcome belongs to, or null if its assignment is over. */
    @Nullable AssignedPartition of(Origin origin) {
        AssignedPartition partition = byNumber.get(origin.partition());
        return partition != null && partition.epoch() == origin.epoch() ? partition : null;
    }

    Collection<AssignedPartition> all() {
        return byTopicPartition.values();
    }

    List<AssignedPartition> in(Predicate<PartitionState> states) {
        return all().stream().filter(each -> states.test(each.state())).toList();
    }

    /** Those with a tracker. */
    List<AssignedPartition> begun() {
        return in(PartitionState::isBegun);
    }

    /** Partitions that still need an answer from the broker before they are read. */
    List<AssignedPartition> loading() {
        return in(state -> state.pause() == PauseReason.LOADING || state.pause() == PauseReason.LOCATING);
    }

    /** What all partitions hold together. */
    InFlight inFlight() {
        return inFlight;
    }
}
