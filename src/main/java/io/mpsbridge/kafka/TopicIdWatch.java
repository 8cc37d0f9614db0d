package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks regularly whether the created topic is still the same. A topic recreated under the same name may accept
 * offsets that mean other records, and a paused partition would never notice. Never waits. Owned by the loop's thread.
 */
final class TopicIdWatch {

    private static final Logger LOG = LoggerFactory.getLogger(TopicIdWatch.class);
    private static final long EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final OffsetQueries queries;
    private final AssignedPartitions assigned;
    private final Consumer<TopicPartition> restart;
    private final LongSupplier nanos;
    private PendingAnswer<TopicDescription> description = new PendingAnswer<>();
    private long lookAtNanos;
    private int partitionCount;

    TopicIdWatch(
            OffsetQueries queries, AssignedPartitions assigned, Consumer<TopicPartition> restart, LongSupplier nanos) {
        this.queries = queries;
        this.assigned = assigned;
        this.restart = restart;
        this.nanos = nanos;
        this.lookAtNanos = nanos.getAsLong() + EVERY_NANOS;
    }

    void look() {
        long nowNanos = nanos.getAsLong();
        description.look(nowNanos);
        if (description.isThere()) {
            described(description.get());
            restartOthersThan(OffsetQueries.topicId(description.get()));
            description = new PendingAnswer<>();
            lookAtNanos = nowNanos + EVERY_NANOS;
        }
        boolean begun = !assigned.begun().isEmpty();
        // While the topic is deleted or no broker answers, nothing follows.
        if (begun && nowNanos - lookAtNanos >= 0 && description.isDue(nowNanos)) {
            description.asked(queries.topic());
        }
    }

    void described(TopicDescription topic) {
        partitionCount = topic.partitions().size();
    }

    int partitionCount() {
        return partitionCount;
    }

    private void restartOthersThan(UUID topicId) {
        List<AssignedPartition> others = assigned.begun().stream()
                .filter(partition -> !partition.tracker().topicId().equals(topicId))
                .toList();
        for (AssignedPartition partition : others) {
            LOG.atError()
                    .addKeyValue("partition", partition.toString())
                    .addKeyValue("tasksDropped", partition.inFlight().tasks())
                    .log("the topic was deleted and made anew: its partition begins again");
            restart.accept(partition.topicPartition());
        }
    }
}
