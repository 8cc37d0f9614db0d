package io.mpsbridge.kafka;

import io.mpsbridge.clients.BrokerLimits;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.kafka.PartitionLoad.LogRange;
import io.mpsbridge.offsets.DecodedOffsets;
import io.mpsbridge.offsets.OffsetMap;
import io.mpsbridge.offsets.OffsetMapCodec;
import io.mpsbridge.offsets.OffsetTracker;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where a partition resumes, from its committed offset and its log. Skips nothing silently: untrusted metadata
 * holds the partition or its records are asked about again, with a log entry and a count. Owned by the loop's thread.
 */
final class OffsetStart {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetStart.class);

    private final String group;
    private final Consumer<byte[], byte[]> consumer;
    private final LoopCounts counts;
    private final BrokerLimits limits;

    OffsetStart(LoopClients clients, KafkaSettings settings) {
        this.group = settings.groupId();
        this.consumer = clients.consumer();
        this.counts = clients.counts();
        this.limits = clients.limits();
    }

    /** Without a committed offset: at the start or the end of the log. */
    void fresh(AssignedPartition partition, long offset, UUID topicId) {
        begin(partition, OffsetMap.startingAt(offset), topicId, true);
    }

    /** From a committed offset and its metadata. */
    void committed(AssignedPartition partition, OffsetAndMetadata committed, LogRange log, UUID topicId) {
        long offset = committed.offset();
        int chars = committed.metadata().length();
        DecodedOffsets decoded = OffsetMapCodec.decode(committed.metadata(), offset, topicId, log.end());
        if (decoded instanceof DecodedOffsets.Mapped && chars > limits.brokersOffsetMetadata()) {
            tooLarge(partition, chars, offset);
        } else if (decoded instanceof DecodedOffsets.Mapped mapped) {
            resume(partition, mapped.map(), log, topicId);
        } else if (decoded instanceof DecodedOffsets.Unreadable unreadable) {
            unreadable(partition, unreadable, offset, log, topicId);
        } else {
            resume(partition, OffsetMap.startingAt(offset), log, topicId);
        }
    }

    /**
     * An active partition has lost its place in the log, whose range is now {@code log}.
     *
     * @return false if the log was truncated below that place: nothing above its end is what it was
     */
    boolean relocate(AssignedPartition partition, LogRange log) {
        long position = partition.position();
        if (position > log.end()) {
            return false;
        }
        if (position < log.begin()) {
            deleted(partition, position, log.begin());
        }
        long next = Math.max(position, log.begin());
        consumer.seek(partition.topicPartition(), next);
        partition.located(next);
        return true;
    }

    private void resume(AssignedPartition partition, OffsetMap map, LogRange log, UUID topicId) {
        if (map.base() > log.end()) {
            reset(
                    partition,
                    "the committed offset lies beyond the log's end: the partition was cut off",
                    map.base(),
                    log.end());
            begin(partition, OffsetMap.startingAt(log.end()), topicId, true);
            return;
        }
        begin(partition, map, topicId, false);
        if (map.base() < log.begin()) {
            deleted(partition, map.base(), log.begin());
            seek(partition, log.begin());
        }
    }

    /** Retention deleted records before they were read. */
    private void deleted(AssignedPartition partition, long from, long to) {
        counts.recordsLost += partition.tracker().notDone(from, to);
        reset(partition, "records were deleted before they were answered: see the topic's retention", from, to);
    }

    private void unreadable(
            AssignedPartition partition,
            DecodedOffsets.Unreadable unreadable,
            long offset,
            LogRange log,
            UUID topicId) {
        switch (unreadable.problem()) {
            case OTHER_TOPIC -> {
                reset(partition, "the topic was deleted and made anew", offset, log.begin());
                begin(partition, OffsetMap.startingAt(log.begin()), topicId, true);
            }
            case BEYOND_LOG_END -> {
                long from = Math.min(offset, log.end());
                reset(partition, "the partition was cut off: what follows is asked about again", offset, from);
                begin(partition, OffsetMap.startingAt(Math.max(from, log.begin())), topicId, true);
            }
            case BROKEN, UNKNOWN_VERSION, OTHER_OFFSET ->
                hold(
                        partition,
                        "the metadata of the committed offset " + offset + " cannot be trusted (" + unreadable.detail()
                                + "). Stop",
                        offset);
        }
    }

    /** No commit with this map would be accepted until enough is done, and a commit covers all partitions. */
    private void tooLarge(AssignedPartition partition, int chars, long offset) {
        hold(
                partition,
                "the metadata of the committed offset " + offset + " has " + chars + " characters, the broker takes "
                        + limits.brokersOffsetMetadata()
                        + " by now. Raise its offset.metadata.max.bytes and start again"
                        + "; or stop",
                offset);
    }

    private void hold(AssignedPartition partition, String problem, long offset) {
        String command = "kafka-consumer-groups --bootstrap-server <brokers> --group " + group + " --topic "
                + partition.topicPartition().topic() + ":" + partition.number() + " --reset-offsets --to-offset "
                + offset
                + " --execute";
        String reason = problem + " all replicas and run `" + command
                + "`: what lies above is asked about again, under the same event ids";
        partition.move(state -> state.held(reason));
        LOG.atError()
                .addKeyValue("partition", partition.toString())
                .addKeyValue("reason", reason)
                .log("a partition is held");
    }

    private void begin(AssignedPartition partition, OffsetMap map, UUID topicId, boolean fresh) {
        int limit = limits.offsetMetadata();
        OffsetTracker tracker =
                fresh ? OffsetTracker.fresh(map.base(), topicId, limit) : OffsetTracker.resuming(map, topicId, limit);
        partition.begin(tracker, map.base());
        seek(partition, map.base());
        LOG.atInfo()
                .addKeyValue("partition", partition.toString())
                .addKeyValue("offset", map.base())
                .addKeyValue("doneAbove", map.span() - map.count())
                .log("a partition begins");
    }

    private void seek(AssignedPartition partition, long offset) {
        consumer.seek(partition.topicPartition(), offset);
        partition.readUpTo(offset);
    }

    private void reset(AssignedPartition partition, String reason, long from, long to) {
        counts.resets++;
        LOG.atError()
                .addKeyValue("partition", partition.toString())
                .addKeyValue("position", from)
                .addKeyValue("goesOnAt", to)
                .addKeyValue("reason", reason)
                .log("the position of a partition was moved");
    }
}
