package io.mpsbridge.bench;

import io.mpsbridge.simulator.Simulator;
import java.util.OptionalLong;
import java.util.TreeMap;

/** How many answers of a simulator have told the state of a task, over time. Thread-safe. */
final class GoodAnswers {

    private final TreeMap<Long, Long> countByNanos = new TreeMap<>();
    private long count;

    synchronized void look(Simulator simulator, long nanos) {
        add(simulator.goodAnswers(), nanos);
    }

    /** Moments ascend. */
    synchronized void add(long newCount, long nanos) {
        if (newCount != count) {
            count = newCount;
            countByNanos.put(nanos, newCount);
        }
    }

    /** When that many more had come than at that moment; empty if they never did. */
    synchronized OptionalLong after(long nanos, int more) {
        var before = countByNanos.floorEntry(nanos);
        long wanted = (before == null ? 0 : before.getValue()) + more;
        return countByNanos.tailMap(nanos, false).entrySet().stream()
                .filter(each -> each.getValue() >= wanted)
                .mapToLong(each -> each.getKey())
                .findFirst();
    }
}
