package io.mpsbridge.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One partition during one assignment. Owned by the loop's thread. */
final class PartitionWork {

    private final TopicPartition partition;
    private final int epoch;
    private final Deque<ConsumerRecord<byte[], byte[]>> pending = new ArrayDeque<>();
    private final InFlight inFlight;

    private @Nullable OffsetTracker tracker;
    private @Nullable PauseReason pause = PauseReason.LOADING;
    private @Nullable String heldBecause;
    private long next;

    PartitionWork(TopicPartition partition, int epoch, InFlight all) {
        this.partition = partition;
        this.epoch = epoch;
        this.inFlight = new InFlight(all);
    }

    TopicPartition partition() {
        return partition;
    }

    int epoch() {
        return epoch;
    }

    /** What this partition holds, counted in what all hold too. */
    InFlight inFlight() {
        return inFlight;
    }

    void begin(OffsetTracker loaded, long position) {
        tracker = loaded;
        pause = null;
        next = position;
    }

    void hold(String reason) {
        heldBecause = reason;
        pause = PauseReason.HELD;
    }

    boolean isLoading() {
        return pause == PauseReason.LOADING;
    }

    boolean isWorking() {
        return tracker != null;
    }

    /** Call only while {@link #isWorking}. */
    OffsetTracker tracker() {
        if (tracker == null) {
            throw new IllegalStateException("partition " + partition + " is not loaded");
        }
        return tracker;
    }

    /** Records in hand that have not been admitted yet, oldest first. */
    Deque<ConsumerRecord<byte[], byte[]>> pending() {
        return pending;
    }

    void received(List<ConsumerRecord<byte[], byte[]>> records) {
        pending.addAll(records);
    }

    /** The consumer's position, past everything that was received. */
    void position(long position) {
        next = position;
    }

    /** Says why reading stops, or that it goes on; once all in hand is admitted the tracker learns the position. */
    void admitted(@Nullable PauseReason stopped) {
        pause = stopped;
        if (pending.isEmpty()) {
            tracker().nextPosition(next);
        }
    }

    @Nullable PauseReason pause() {
        return pause;
    }

    @Nullable String heldBecause() {
        return heldBecause;
    }
}
