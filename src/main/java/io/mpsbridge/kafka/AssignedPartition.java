package io.mpsbridge.kafka;

import io.mpsbridge.offsets.OffsetTracker;
import io.mpsbridge.task.Origin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One partition during one assignment. Owned by the loop's thread. */
final class AssignedPartition {

    private final TopicPartition topicPartition;
    private final int epoch;
    private final Deque<ConsumerRecord<byte[], byte[]>> pending = new ArrayDeque<>();
    private final InFlight inFlight;
    private PartitionState state = new PartitionState.Loading(null);
    private long position;

    AssignedPartition(TopicPartition topicPartition, int epoch, InFlight all) {
        this.topicPartition = topicPartition;
        this.epoch = epoch;
        this.inFlight = new InFlight(all);
    }

    TopicPartition topicPartition() {
        return topicPartition;
    }

    int number() {
        return topicPartition.partition();
    }

    int epoch() {
        return epoch;
    }

    Origin origin(long offset, int bytes) {
        return new Origin(number(), epoch, offset, bytes);
    }

    PartitionState state() {
        return state;
    }

    /** Only once it {@linkplain PartitionState#isBegun has begun}. */
    OffsetTracker tracker() {
        return state.tracker();
    }

    /** This partition's share of what all partitions hold. */
    InFlight inFlight() {
        return inFlight;
    }

    /** Records in hand that have not been admitted yet, oldest first. */
    Deque<ConsumerRecord<byte[], byte[]>> pending() {
        return pending;
    }

    void received(List<ConsumerRecord<byte[], byte[]>> records) {
        pending.addAll(records);
    }

    /** The first offset that was not received yet: the consumer's position. */
    long position() {
        return position;
    }

    void begin(OffsetTracker loaded, long from) {
        state = state.begun(loaded);
        position = from;
    }

    void move(UnaryOperator<PartitionState> transition) {
        state = transition.apply(state);
    }

    void located(long next) {
        state = state.located();
        position = next;
    }

    /** Everything below was received or is not in the log. */
    void readUpTo(long next) {
        state = state.read();
        position = next;
    }

    /**
     * Records why reading stops, or null if it goes on; once all pending records are admitted, the tracker learns the
     * position.
     */
    void admitted(@Nullable PauseReason noRoom) {
        state = state.admitted(noRoom);
        if (pending.isEmpty()) {
            tracker().nextPosition(position);
        }
    }

    @Override
    public String toString() {
        return topicPartition.toString();
    }
}
