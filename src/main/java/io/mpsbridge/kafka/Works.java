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
final class Works {

    private final Map<TopicPartition, PartitionWork> byPartition = new HashMap<>();
    private final Map<Integer, PartitionWork> byNumber = new HashMap<>();
    private final InFlight inFlight = new InFlight();
    private int epochs;

    /** A new assignment of the partition begins; it has to be loaded. */
    PartitionWork assign(TopicPartition partition) {
        PartitionWork work = new PartitionWork(partition, ++epochs, inFlight);
        byPartition.put(partition, work);
        byNumber.put(partition.partition(), work);
        return work;
    }

    /** The assignment ends; what is in flight for it is nobody's. */
    @Nullable PartitionWork drop(TopicPartition partition) {
        PartitionWork work = byPartition.remove(partition);
        if (work != null) {
            byNumber.remove(partition.partition());
            work.inFlight().clear();
        }
        return work;
    }

    @Nullable PartitionWork of(TopicPartition partition) {
        return byPartition.get(partition);
    }

    /** The work that an outcome belongs to, or null if its assignment is over. */
    @Nullable PartitionWork of(Origin origin) {
        PartitionWork work = byNumber.get(origin.partition());
        return work != null && work.epoch() == origin.epoch() ? work : null;
    }

    Collection<PartitionWork> all() {
        return byPartition.values();
    }

    /** Those of which the broker has to tell something before they are read. */
    List<PartitionWork> loading() {
        List<PartitionWork> loading = new ArrayList<>();
        for (PartitionWork work : byPartition.values()) {
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
