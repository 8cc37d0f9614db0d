package io.mpsbridge.replay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The single records that a selection names by partition and offset, and which of them have been met. One thread. */
final class WantedOffsets {
    private final String topic;
    private final Set<OffsetRange> unmet = new LinkedHashSet<>();

    WantedOffsets(String topic, Selection selection) {
        this.topic = topic;
        selection.ranges().stream().filter(OffsetRange::isSingle).forEach(unmet::add);
    }

    void met(TopicPartition partition, long offset) {
        if (!unmet.isEmpty() && partition.topic().equals(topic)) {
            unmet.remove(new OffsetRange(partition.partition(), offset, offset));
        }
    }

    /** Counts those that an earlier run has sent as met, even if the topic no longer has them. */
    void sent(TopicPartition partition, SentOffsets sent) {
        unmet.removeIf(each ->
                partition.topic().equals(topic) && each.partition() == partition.partition() && sent.has(each.first()));
    }

    int unmetCount() {
        return unmet.size();
    }

    /** The first, as they were asked for. */
    List<String> unmet() {
        return unmet.stream().limit(Unsent.MOST).map(OffsetRange::toString).toList();
    }
}
