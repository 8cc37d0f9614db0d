package io.mpsbridge.simulator;

import java.time.Instant;
import java.util.List;

/**
 * Calls that ask about a task, of all accounts and kinds, by the second, for charts. The lists are parallel.
 *
 * @param from the first second in the lists, counted from the simulator's start
 * @param fromTime when that second began
 * @param calls arrivals in each second
 * @param refused those of them that were over the limit
 * @param peak the most arrivals of any one-second window that ended in the second
 */
public record CallsPerSecond(
        int from, Instant fromTime, List<Integer> calls, List<Integer> refused, List<Integer> peak) {

    public CallsPerSecond {
        calls = List.copyOf(calls);
        refused = List.copyOf(refused);
        peak = List.copyOf(peak);
    }
}
