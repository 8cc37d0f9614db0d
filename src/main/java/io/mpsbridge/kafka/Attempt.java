package io.mpsbridge.kafka;

import io.mpsbridge.offsets.OffsetSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The content of one transaction, collected in one turn of the loop (invariant T1). Immutable. */
record Attempt(
        List<OutputQueue.Item> items, Map<AssignedPartition, OffsetSnapshot> snapshots, ConsumerGroupMetadata group) {

    List<PendingOutput> outputs() {
        return items.stream().map(OutputQueue.Item::ready).toList();
    }

    Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        snapshots.forEach((partition, snapshot) ->
                offsets.put(partition.topicPartition(), new OffsetAndMetadata(snapshot.offset(), snapshot.metadata())));
        return offsets;
    }

    boolean isAbout(TopicPartition topicPartition) {
        return snapshots.keySet().stream()
                .anyMatch(each -> each.topicPartition().equals(topicPartition));
    }
}
