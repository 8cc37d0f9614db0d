package io.mpsbridge.kafka;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.clients.Records;
import io.mpsbridge.event.Decoded;
import io.mpsbridge.event.EventDecoder;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits records as far as there is room: tasks are watched, unreadable records become dead letters. */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final KafkaSettings settings;
    private final EventDecoder decoder;
    private final AssignedPartitions assigned;
    private final LoopCounts counts;
    private final BooleanSupplier hasPermits;
    private final Predicate<Origin> mayBeAnswered;

    /**
     * @param hasPermits whether admitted tasks can be polled
     * @param mayBeAnswered whether the event may have been answered before
     */
    Intake(
            KafkaSettings settings,
            EventDecoder decoder,
            AssignedPartitions assigned,
            LoopCounts counts,
            BooleanSupplier hasPermits,
            Predicate<Origin> mayBeAnswered) {
        this.settings = settings;
        this.decoder = decoder;
        this.assigned = assigned;
        this.counts = counts;
        this.hasPermits = hasPermits;
        this.mayBeAnswered = mayBeAnswered;
    }

    record Admitted(List<Accepted> tasks, List<PendingOutput.Unreadable> deadLetters) {}

    /** Admits what fits, from all partitions, and records for each why it stops. */
    Admitted admit() {
        Admitted admitted = new Admitted(new ArrayList<>(), new ArrayList<>());
        assigned.begun().forEach(partition -> partition.admitted(admit(partition, admitted)));
        return admitted;
    }

    private @Nullable PauseReason admit(AssignedPartition partition, Admitted admitted) {
        while (!partition.pending().isEmpty()) {
            ConsumerRecord<byte[], byte[]> record = partition.pending().getFirst();
            if (!isSettled(partition, record)) {
                PauseReason full = full(partition, record);
                if (full != null) {
                    return full;
                }
                accept(partition, record, admitted);
            }
            partition.pending().removeFirst();
        }
        return nothingMore();
    }

    /** Already answered, or without a value to answer. */
    private boolean isSettled(AssignedPartition partition, ConsumerRecord<byte[], byte[]> record) {
        if (partition.tracker().isDone(record.offset())) {
            counts.skippedAsDone++;
            return true;
        }
        if (record.value() == null) {
            counts.tombstones++;
            return true;
        }
        return false;
    }

    private @Nullable PauseReason full(AssignedPartition partition, ConsumerRecord<byte[], byte[]> record) {
        PauseReason closed = closed();
        if (closed != null) {
            return closed;
        }
        InFlight all = assigned.inFlight();
        // A single event is always admitted, whatever its size: otherwise it would block its partition for good.
        if (all.tasks() > 0 && all.bytes() + size(record) > settings.maxInFlightBytes()) {
            return PauseReason.BYTES_FULL;
        }
        return partition.tracker().canAdmit(record.offset()) ? null : PauseReason.OFFSETS_FULL;
    }

    /** With nothing pending, reading stops only if there is no room for any record. */
    private @Nullable PauseReason nothingMore() {
        PauseReason closed = closed();
        if (closed != null) {
            return closed;
        }
        InFlight all = assigned.inFlight();
        return all.tasks() > 0 && all.bytes() >= settings.maxInFlightBytes() ? PauseReason.BYTES_FULL : null;
    }

    /** Why no record is admitted, whatever its size and partition. */
    private @Nullable PauseReason closed() {
        if (!hasPermits.getAsBoolean()) {
            return PauseReason.NO_PERMIT;
        }
        return assigned.inFlight().tasks() >= settings.maxInFlight() ? PauseReason.TASKS_FULL : null;
    }

    private void accept(AssignedPartition partition, ConsumerRecord<byte[], byte[]> record, Admitted admitted) {
        int size = size(record);
        partition.tracker().admit(record.offset());
        partition.inFlight().add(size);
        counts.events++;
        Origin origin = partition.origin(record.offset(), size);
        InboundRecord inbound = Records.inbound(record);
        Decoded decoded = decode(inbound);
        if (decoded instanceof Decoded.Task task) {
            counts.ignoredTimes.count(task.ignored(), origin);
            admitted.tasks().add(new Accepted(origin, task.task(), mayBeAnswered.test(origin)));
        } else if (decoded instanceof Decoded.Unreadable unreadable) {
            admitted.deadLetters().add(new PendingOutput.Unreadable(origin, inbound, unreadable.rejection()));
        } else {
            throw new IllegalStateException("a record with a value was decoded as " + decoded);
        }
    }

    /** An exception costs this record alone. */
    private Decoded decode(InboundRecord record) {
        try {
            return decoder.decode(record);
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("a record cannot be taken in and becomes a dead letter");
            return new Decoded.Unreadable(Decoded.Rejection.internalError(e));
        }
    }

    private static int size(ConsumerRecord<byte[], byte[]> record) {
        int size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }
}
