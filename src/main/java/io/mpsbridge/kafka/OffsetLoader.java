package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins newly assigned partitions: reads what was committed, outside the rebalance callback and with short time-outs,
 * and decides where to go on. Nothing is skipped in silence: what cannot be trusted holds the partition or is asked about
 * again, and is logged and counted. Owned by the loop's thread.
 */
final class OffsetLoader {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetLoader.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** What the log of a partition holds: offsets from {@code begin} up to but not including {@code end}. */
    private record Range(long begin, long end) {}

    private record Bounds(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends, Uuid topicId) {
        Range of(TopicPartition partition) {
            long begin = begins.getOrDefault(partition, 0L);
            return new Range(begin, ends.getOrDefault(partition, begin));
        }
    }

    private final KafkaSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final LoopCounts counts;
    private final BrokerLimits limits;
    private @Nullable String lastTrouble;
    private int partitionCount;

    OffsetLoader(Clients clients, KafkaSettings settings) {
        this.settings = settings;
        this.consumer = clients.consumer();
        this.admin = clients.admin();
        this.counts = clients.counts();
        this.limits = clients.limits();
    }

    /** Begins what can be begun now; the rest stays loading and is tried again. */
    void load(List<PartitionWork> loading) {
        if (loading.isEmpty()) {
            return;
        }
        Set<TopicPartition> partitions =
                loading.stream().map(PartitionWork::partition).collect(Collectors.toSet());
        try {
            // Waits for a predecessor's open transaction: what it decides is what counts.
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions, TIMEOUT);
            Bounds bounds = new Bounds(
                    consumer.beginningOffsets(partitions, TIMEOUT),
                    consumer.endOffsets(partitions, TIMEOUT),
                    topicId(partitions));
            for (PartitionWork work : loading) {
                begin(work, Optional.ofNullable(committed.get(work.partition())), bounds);
            }
            lastTrouble = null;
        } catch (AuthorizationException e) {
            throw new LoopStoppedException("committed offsets cannot be read: " + e.getMessage(), e);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            trouble(e, partitions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many partitions the created topic had when some were begun last; 0 before. */
    int partitionCount() {
        return partitionCount;
    }

    private void begin(PartitionWork work, Optional<OffsetAndMetadata> committed, Bounds bounds) {
        Range log = bounds.of(work.partition());
        if (committed.isEmpty()) {
            boolean earliest = settings.start() == KafkaSettings.Start.EARLIEST;
            begin(work, OffsetMap.startingAt(earliest ? log.begin() : log.end()), bounds.topicId(), true);
            return;
        }
        long offset = committed.get().offset();
        int chars = committed.get().metadata().length();
        DecodedOffsets decoded = OffsetMapCodec.decode(committed.get().metadata(), offset, bounds.topicId(), log.end());
        if (decoded instanceof DecodedOffsets.Mapped && chars > limits.brokersOffsetMetadata()) {
            tooLarge(work, chars, offset);
        } else if (decoded instanceof DecodedOffsets.Mapped mapped) {
            resume(work, mapped.map(), log, bounds.topicId());
        } else if (decoded instanceof DecodedOffsets.Unreadable unreadable) {
            unreadable(work, unreadable, offset, log, bounds.topicId());
        } else {
            resume(work, OffsetMap.startingAt(offset), log, bounds.topicId());
        }
    }

    private void resume(PartitionWork work, OffsetMap map, Range log, Uuid topicId) {
        if (map.base() > log.end()) {
            reset(
                    work,
                    "the committed offset lies beyond the log's end: the partition was cut off",
                    map.base(),
                    log.end());
            begin(work, OffsetMap.startingAt(log.end()), topicId, true);
        } else if (map.base() < log.begin()) {
            reset(
                    work,
                    "records were deleted before they were answered: see the topic's retention",
                    map.base(),
                    log.begin());
            begin(work, map, topicId, false);
            seek(work, log.begin());
        } else {
            begin(work, map, topicId, false);
        }
    }

    private void unreadable(
            PartitionWork work, DecodedOffsets.Unreadable unreadable, long offset, Range log, Uuid topicId) {
        switch (unreadable.problem()) {
            case OTHER_TOPIC -> {
                reset(work, "the topic was deleted and made anew", offset, log.begin());
                begin(work, OffsetMap.startingAt(log.begin()), topicId, true);
            }
            case BEYOND_LOG_END -> {
                long from = Math.min(offset, log.end());
                reset(work, "the partition was cut off: what follows is asked about again", offset, from);
                begin(work, OffsetMap.startingAt(Math.max(from, log.begin())), topicId, true);
            }
            case BROKEN, UNKNOWN_VERSION, OTHER_OFFSET ->
                hold(
                        work,
                        "the metadata of the committed offset " + offset + " cannot be trusted (" + unreadable.detail()
                                + "). Stop",
                        offset);
        }
    }

    /** Until enough of it is done no commit with this map would be taken, and each commit is all partitions'. */
    private void tooLarge(PartitionWork work, int chars, long offset) {
        hold(
                work,
                "the metadata of the committed offset " + offset + " has " + chars + " characters, the broker takes "
                        + limits.brokersOffsetMetadata()
                        + " by now. Raise its offset.metadata.max.bytes and start again"
                        + "; or stop",
                offset);
    }

    private void hold(PartitionWork work, String problem, long offset) {
        TopicPartition partition = work.partition();
        String command = "kafka-consumer-groups --bootstrap-server <brokers> --group " + settings.groupId()
                + " --topic " + partition.topic() + ":" + partition.partition() + " --reset-offsets --to-offset "
                + offset + " --execute";
        String reason = problem + " all replicas and run `" + command
                + "`: what lies above is asked about again, under the same event ids";
        work.hold(reason);
        LOG.atError()
                .addKeyValue("partition", work.partition().toString())
                .addKeyValue("reason", reason)
                .log("a partition is held");
    }

    private void begin(PartitionWork work, OffsetMap map, Uuid topicId, boolean fresh) {
        int limit = limits.offsetMetadata();
        OffsetTracker tracker =
                fresh ? OffsetTracker.fresh(map.base(), topicId, limit) : OffsetTracker.resuming(map, topicId, limit);
        work.begin(tracker, map.base());
        seek(work, map.base());
        LOG.atInfo()
                .addKeyValue("partition", work.partition().toString())
                .addKeyValue("offset", map.base())
                .addKeyValue("doneAbove", map.span() - map.count())
                .log("a partition begins");
    }

    private void seek(PartitionWork work, long offset) {
        consumer.seek(work.partition(), offset);
        work.position(offset);
    }

    private void reset(PartitionWork work, String reason, long from, long to) {
        counts.resets++;
        LOG.atError()
                .addKeyValue("partition", work.partition().toString())
                .addKeyValue("committed", from)
                .addKeyValue("goesOnAt", to)
                .addKeyValue("reason", reason)
                .log("the position of a partition was moved");
    }

    private Uuid topicId(Collection<TopicPartition> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        String topic = partitions.iterator().next().topic();
        TopicDescription description = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .get(topic);
        if (description == null) {
            return Uuid.ZERO_UUID;
        }
        partitionCount = description.partitions().size();
        return description.topicId();
    }

    private void trouble(Exception failure, Set<TopicPartition> partitions) {
        if (!failure.toString().equals(lastTrouble)) {
            lastTrouble = failure.toString();
            LOG.atWarn()
                    .addKeyValue("partitions", partitions.toString())
                    .addKeyValue("reason", failure.toString())
                    .log("committed offsets cannot be read yet");
        }
    }
}
