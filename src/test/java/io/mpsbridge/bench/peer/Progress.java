package io.mpsbridge.bench.peer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Which records are still worked on, so that never more is committed than what lies before the first of them. */
final class Progress {

    private final Map<TopicPartition, Work> works = new HashMap<>();
    private int inFlight;

    synchronized void begin(TopicPartition partition, long offset) {
        Work work = works.computeIfAbsent(partition, unused -> new Work());
        work.open.add(offset);
        work.next = offset + 1;
        inFlight++;
    }

    synchronized void done(TopicPartition partition, long offset) {
        Work work = works.get(partition);
        if (work != null && work.open.remove(offset)) {
            inFlight--;
        }
    }

    synchronized int inFlight() {
        return inFlight;
    }

    /** What moved since the last time. */
    synchronized Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        works.forEach((partition, work) -> {
            long upTo = work.open.isEmpty() ? work.next : work.open.first();
            if (upTo != work.committed) {
                work.committed = upTo;
                offsets.put(partition, new OffsetAndMetadata(upTo));
            }
        });
        return offsets;
    }

    synchronized void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Work work = works.remove(partition);
            inFlight -= work == null ? 0 : work.open.size();
        }
    }

    private static final class Work {
        private final TreeSet<Long> open = new TreeSet<>();
        private long next;
        private long committed = -1;
    }
}
