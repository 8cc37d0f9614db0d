package io.mpsbridge.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partition makes the poll fail, where the failure does not name it: polls with none of them, for it may be
 * nobody's trouble, then with those that were in trouble before, then with all others, halving those that fail. At most
 * about twice as many polls as there are suspects. Decides only; time and polls are the caller's.
 */
final class SuspectSearch {

    private final Deque<List<TopicPartition>> groups = new ArrayDeque<>();

    /** @param before those that were in trouble before, each tried by itself */
    void start(Collection<TopicPartition> before, Collection<TopicPartition> others) {
        groups.clear();
        groups.add(List.of());
        before.forEach(each -> groups.add(List.of(each)));
        if (!others.isEmpty()) {
            groups.add(List.copyOf(others));
        }
    }

    boolean isOn() {
        return !groups.isEmpty();
    }

    /** The partitions to poll; only while it {@link #isOn}. */
    Set<TopicPartition> tried() {
        return Set.copyOf(groups.getFirst());
    }

    /** Whether none is polled: a failure now is no partition's. */
    boolean isAnyones() {
        return groups.getFirst().isEmpty();
    }

    /** Those that were polled are well. */
    void quiet() {
        groups.poll();
    }

    /** One of those that were polled is not; returned if there is only one. */
    Optional<TopicPartition> failed() {
        List<TopicPartition> group = new ArrayList<>(groups.removeFirst());
        if (group.size() == 1) {
            return Optional.of(group.get(0));
        }
        int half = group.size() / 2;
        groups.addFirst(List.copyOf(group.subList(half, group.size())));
        groups.addFirst(List.copyOf(group.subList(0, half)));
        return Optional.empty();
    }

    void stop() {
        groups.clear();
    }
}
