package io.mpsbridge.kafka;

import io.mpsbridge.offsets.OffsetTracker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One partition during one assignment. Owned by the loop's thread. */
final class AssignedPartition {

    private final TopicPartition partition;
    private final int epoch;
    private final Deque<ConsumerRecord<byte[], byte[]>> pending = new ArrayDeque<>();
    private final InFlight inFlight;

    private @Nullable OffsetTracker tracker;
    private @Nullable PauseReason pause = PauseReason.LOADING;
    /** Why the log cannot be read, whatever room there is; null while it can, or is tried. */
    private @Nullable PauseReason obstacle;

    private @Nullable String heldBecause;
    private LoopStatus.@Nullable Loading loading;
    private long next;
    private long retryAtNanos;

    AssignedPartition(TopicPartition partition, int epoch, InFlight all) {
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
        loading = null;
    }

    void hold(String reason) {
        heldBecause = reason;
        pause = PauseReason.HELD;
        loading = null;
    }

    boolean isLoading() {
        return pause == PauseReason.LOADING;
    }

    /** Since when, and why, what the broker has to tell first is waited for. */
    void waitsFor(LoopStatus.Loading what) {
        loading = what;
    }

    LoopStatus.@Nullable Loading loading() {
        return loading;
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

    /** The first offset that was not received yet. */
    long position() {
        return next;
    }

    /** The log no longer holds what is to be read next; where to go on is being looked up. What is in flight goes on. */
    void locate() {
        obstacle = PauseReason.LOCATING;
    }

    boolean isLocating() {
        return obstacle == PauseReason.LOCATING;
    }

    /** Reading goes on there. */
    void located(long position) {
        obstacle = null;
        loading = null;
        next = position;
    }

    /** What is to be read next cannot be; it is tried again at that time. What is in flight goes on. */
    void unreadable(String reason, long retryAt) {
        obstacle = PauseReason.UNREADABLE;
        heldBecause = reason;
        retryAtNanos = retryAt;
    }

    boolean isUnreadable() {
        return obstacle == PauseReason.UNREADABLE;
    }

    /** Reads again, on trial, if it is time; the reason stands until something was read. */
    void retry(long now) {
        if (isUnreadable() && now - retryAtNanos >= 0) {
            obstacle = null;
        }
    }

    boolean isOnTrial() {
        return isWorking() && obstacle == null && heldBecause != null;
    }

    /** Something was read. */
    void readable() {
        heldBecause = null;
    }

    /** Says why reading stops, or that it goes on; once all in hand is admitted the tracker learns the position. */
    void admitted(@Nullable PauseReason stopped) {
        pause = stopped;
        if (pending.isEmpty()) {
            tracker().nextPosition(next);
        }
    }

    @Nullable PauseReason pause() {
        return obstacle == null ? pause : obstacle;
    }

    @Nullable String heldBecause() {
        return heldBecause;
    }
}
