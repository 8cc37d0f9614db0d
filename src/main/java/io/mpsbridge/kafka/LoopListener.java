package io.mpsbridge.kafka;

import io.mpsbridge.task.Accepted;
import java.util.List;
import java.util.Set;

/** Takes the tasks that came in; called on the loop's thread, must not block. */
public interface LoopListener {
    /** Each will be answered through {@link BridgeLoop#finished} or {@link BridgeLoop#failed}. */
    void watch(List<Accepted> tasks);

    /** The assignment is over: nobody waits for its answers any more. */
    void forget(int partition, int epoch);

    /** The partitions that are this replica's, of the given number that the topic has. */
    void assignmentChanged(Set<Integer> partitions, int of);

    /** Whether this replica may ask at all: without a permit its tasks would never be answered. */
    default boolean hasPermits() {
        return true;
    }

    /** They are certainly this replica's while both ends are ahead: the loop's monotonic clock and the wall clock. */
    void leaseUntil(long endNanos, long wallEndMillis);
}
