package io.mpsbridge.kafka;

import io.mpsbridge.task.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The partitions assigned to this replica, each with the epoch of its assignment. Owned by the loop's thread. */
final class AssignedPartitions {

    private final Map<TopicPartition, AssignedPartition> byPartition = new HashMap<>();
    private final Map<Integer, AssignedPartition> byNumber = new HashMap<>();
    private final InFlight inFlight = new InFlight();
    private int epochs;

    /** A new assignment of the partition begins; it has to be loaded. */
    AssignedPartition assign(TopicPartition partition) {
        AssignedPartition work = new AssignedPartition(partition, ++epochs, inFlight);
        byPartition.put(partition, work);
        byNumber.put(partition.partition(), work);
        return work;
    }

    /** The assignment ends; what is in flight for it is nobody's. */
    @Nullable AssignedPartition drop(TopicPartition partition) {
        AssignedPartition work = byPartition.remove(partition);
        if (work != null) {
            byNumber.remove(partition.partition());
            work.inFlight().clear();
        }
        return work;
    }

    @Nullable AssignedPartition of(TopicPartition partition) {
        return byPartition.get(partition);
    }

    /** The work that an outcome belongs to, or null if its assignment is over. */
    @Nullable AssignedPartition of(Origin origin) {
        AssignedPartition work = byNumber.get(origin.partition());
        return work != null && work.epoch() == origin.epoch() ? work : null;
    }

    Collection<AssignedPartition> all() {
        return byPartition.values();
    }

    /** Those of which the broker has to tell something before they are read. */
    List<AssignedPartition> loading() {
        List<AssignedPartition> loading = new ArrayList<>();
        for (AssignedPartition work : byPartition.values()) {
            if (work.isLoading() || work.isLocating()) {
                loading.add(work);
            }
        }
        return loading;
    }

    /** What all partitions hold together. */
    InFlight inFlight() {
        return inFlight;
    }
}
