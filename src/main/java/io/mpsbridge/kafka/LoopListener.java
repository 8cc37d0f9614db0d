package io.mpsbridge.kafka;

import io.mpsbridge.task.Accepted;
import java.util.List;
import java.util.Set;

/** Receives admitted tasks; called on the loop's thread, must not block. */
public interface LoopListener {
    /** Each is answered through {@link BridgeLoop#finished} or {@link BridgeLoop#failed}. */
    void watch(List<Accepted> tasks);

    /** The assignment is over: nobody waits for its answers. */
    void forget(int partition, int epoch);

    /** The partitions assigned to this replica, out of {@code of}. */
    void assignmentChanged(Set<Integer> partitions, int of);

    /** Whether this replica may send requests: without a permit its tasks would never be answered. */
    default boolean hasPermits() {
        return true;
    }

    /** The partitions are certainly ours while both ends are ahead: the loop's monotonic clock and the wall clock. */
    void leaseUntil(long endNanos, long wallEndMillis);
}
