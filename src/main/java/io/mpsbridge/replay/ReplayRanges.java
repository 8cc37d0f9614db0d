package io.mpsbridge.replay;

import io.mpsbridge.task.Times;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Finds the offsets that a replay scans, and its committed progress. */
final class ReplayRanges {
    private final Consumer<byte[], byte[]> consumer;
    private final String fingerprint;

    ReplayRanges(Consumer<byte[], byte[]> consumer, String fingerprint) {
        this.consumer = consumer;
        this.fingerprint = fingerprint;
    }

    /**
     * The committed progress by partition; empty for a new replay.
     *
     * @throws InvalidRequestException if the name belongs to another selection
     */
    SortedMap<TopicPartition, Checkpoint> committed(Collection<String> topics) {
        List<TopicPartition> partitions =
                topics.stream().flatMap(topic -> partitions(topic).stream()).toList();
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(consumer.committed(new HashSet<>(partitions)));
        SortedMap<TopicPartition, Checkpoint> own = byTopicAndNumber();
        SortedMap<TopicPartition, Checkpoint> others = byTopicAndNumber();
        committed.forEach((partition, offset) -> Checkpoint.of(offset)
                .ifPresent(each -> (each.fingerprint().equals(fingerprint) ? own : others).put(partition, each)));
        // A run that has sent nothing does not bind the name.
        others.values().removeIf(each -> each.sent() == 0);
        if (!others.isEmpty()) {
            throw inUse(others, committed);
        }
        requireComplete(own);
        return own;
    }

    private static InvalidRequestException inUse(
            SortedMap<TopicPartition, Checkpoint> sent, Map<TopicPartition, OffsetAndMetadata> committed) {
        long events = sent.values().stream().mapToLong(Checkpoint::sent).sum();
        Map.Entry<TopicPartition, Checkpoint> first = sent.entrySet().iterator().next();
        OffsetAndMetadata offset = committed.get(first.getKey());
        String reason = offset == null ? "" : Checkpoint.reason(offset);
        return new InvalidRequestException(
                RequestField.NAME,
                "is in use: an earlier run of it (%s %s) sent %d event(s) of another selection or value, from %s %s%s;"
                        + " repeat that one exactly to resume it, or choose another %s for this one",
                RequestField.REASON,
                reason.isEmpty() ? "unknown" : "'" + reason + "'",
                events,
                first.getKey().topic(),
                first.getValue().offsets().shown(first.getKey().partition()),
                sent.size() > 1 ? " and " + (sent.size() - 1) + " more partitions" : "",
                RequestField.NAME);
    }

    /** Brokers expire the offsets of an empty group one by one, each by its own commit time. */
    private static void requireComplete(SortedMap<TopicPartition, Checkpoint> checkpoints) {
        int begun = checkpoints.values().stream()
                .mapToInt(Checkpoint::partitions)
                .max()
                .orElse(0);
        if (checkpoints.size() < begun) {
            throw new ReplayException(
                    "the brokers have forgotten this replay's progress in %d of %d partitions"
                            + " (offsets.retention.minutes): resuming would send events of these again."
                            + " Select what is left by %s or %s under another %s",
                    begun - checkpoints.size(), begun, RequestField.RANGES, RequestField.FROM, RequestField.NAME);
        }
    }

    /** All offsets that a topic holds now. */
    Map<TopicPartition, Checkpoint> whole(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        return windows(starts, consumer.endOffsets(partitions));
    }

    /** The offsets of a topic, as it is now, that can hold selected records. */
    Map<TopicPartition, Checkpoint> selected(String topic, Selection selection) {
        List<TopicPartition> partitions = partitions(topic);
        if (!selection.ranges().isEmpty()) {
            return ranges(topic, selection, partitions);
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
        if (selection.from() != null) {
            Map<TopicPartition, Long> times = new HashMap<>();
            // The broker refuses times before 1970.
            long millis = Math.max(0, Times.epochMillis(selection.from()));
            partitions.forEach(partition -> times.put(partition, millis));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
            for (TopicPartition partition : partitions) {
                OffsetAndTimestamp first = found.get(partition);
                starts.put(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
            }
        }
        return windows(starts, ends);
    }

    private Map<TopicPartition, Checkpoint> ranges(String topic, Selection selection, List<TopicPartition> partitions) {
        Map<TopicPartition, Checkpoint> all = whole(topic);
        Map<TopicPartition, Checkpoint> chosen = new HashMap<>();
        for (OffsetRange range : selection.ranges()) {
            TopicPartition partition = new TopicPartition(topic, range.partition());
            Checkpoint window = all.get(partition);
            if (window == null) {
                throw new InvalidRequestException(
                        RequestField.RANGES,
                        "%d: the topic %s has the partitions 0 to %d",
                        range.partition(),
                        topic,
                        partitions.size() - 1);
            }
            long end = range.last() == Long.MAX_VALUE ? window.end() : Math.min(window.end(), range.last() + 1);
            long start = Math.min(end, Math.max(window.start(), range.first()));
            chosen.put(partition, Checkpoint.fresh(start, end, fingerprint));
        }
        return chosen;
    }

    private Map<TopicPartition, Checkpoint> windows(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Checkpoint> windows = new HashMap<>();
        ends.forEach((partition, end) -> {
            long start = Math.min(end, starts.getOrDefault(partition, 0L));
            windows.put(partition, Checkpoint.fresh(start, end, fingerprint));
        });
        return windows;
    }

    private List<TopicPartition> partitions(String topic) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic);
        if (infos == null || infos.isEmpty()) {
            throw new ReplayException("the topic %s does not exist; `check` prints the command that creates it", topic);
        }
        return infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    static SortedMap<TopicPartition, Checkpoint> byTopicAndNumber() {
        return new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    }
}
