package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the partition that makes the poll fail if the failure does not name it: polls with none, since it may be no
 * partition's fault, then with those that failed before, then with all others, halving those that fail.
 *
 * <p>A partition is cleared once it was read, or once nothing failed for longer than a fetch takes: the client has one
 * fetch open with each broker, and asks for others only after that. Only decides; the caller polls, and keeps polls
 * short.
 */
final class UnreadablePartitionSearch {

    /** Longer than the client's {@code fetch.max.wait.ms} of 500 plus the next fetch. */
    static final long TRIAL_NANOS = Duration.ofMillis(1_500).toNanos();

    private final Deque<Set<TopicPartition>> groups = new ArrayDeque<>();
    private long groupSinceNanos;

    /** @param before those that failed before, each tried by itself */
    void start(Collection<TopicPartition> before, Collection<TopicPartition> others, long nowNanos) {
        groups.clear();
        groups.add(Set.of());
        before.forEach(each -> groups.add(Set.of(each)));
        if (!others.isEmpty()) {
            groups.add(Set.copyOf(others));
        }
        groupSinceNanos = nowNanos;
    }

    boolean isOn() {
        return !groups.isEmpty();
    }

    /** The partitions to poll; only while it {@link #isOn}. */
    Set<TopicPartition> tried() {
        return groups.getFirst();
    }

    /** Whether none is polled: a failure now is no partition's fault. */
    boolean isNobodys() {
        return groups.getFirst().isEmpty();
    }

    /** Nothing failed, and these were read. */
    void quiet(Set<TopicPartition> read, long nowNanos) {
        if (!isOn()) {
            return;
        }
        Set<TopicPartition> group = groups.removeFirst();
        Set<TopicPartition> left = new HashSet<>(group);
        left.removeAll(read);
        boolean well = !group.isEmpty() && left.isEmpty();
        if (well || nowNanos - groupSinceNanos >= TRIAL_NANOS) {
            groupSinceNanos = nowNanos;
        } else {
            groups.addFirst(Set.copyOf(left));
        }
    }

    /** One of the polled partitions fails; returned if it is the only one. */
    Optional<TopicPartition> failed(long nowNanos) {
        List<TopicPartition> group = List.copyOf(groups.removeFirst());
        groupSinceNanos = nowNanos;
        if (group.size() == 1) {
            return Optional.of(group.get(0));
        }
        int half = group.size() / 2;
        groups.addFirst(Set.copyOf(group.subList(half, group.size())));
        groups.addFirst(Set.copyOf(group.subList(0, half)));
        return Optional.empty();
    }

    void stop() {
        groups.clear();
    }
}
