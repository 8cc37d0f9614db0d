package io.mpsbridge.bench;

import io.mpsbridge.mps.SignedCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a poll and a task in flight cost, by the number in flight: CPU time of a turn (the plan's choice and its answer)
 * and of a signed call, and heap beyond the bytes of the task's own event. Everything counts that the bridge keeps from
 * the moment when the record is read until its answer is ready ({@link HeldTasks}).
 */
final class PlanBench implements Bench.Part {

    private static final int[] IN_FLIGHT = {1_000, 100_000, 1_000_000};
    private static final int ROUNDS = 5;
    private static final int TURNS = 200_000;
    private static final int CALLS = 20_000;

    private record Row(int inFlight, double turnNanos, double heapBytes, double eventBytes) {}

    @Override
    public void run(Path directory) throws IOException {
        // The machine warms up on the smallest.
        measure(IN_FLIGHT[0]);
        double call = SignedCalls.cpuNanos(CALLS);
        StringBuilder csv = new StringBuilder(
                "in_flight,turn_cpu_ns,signed_call_cpu_ns,poll_ratio,heap_bytes_per_task,event_bytes\n");
        System.out.printf(
                "%nCPU of a poll (turn and signed call), heap per task beyond its event's bytes; the heap holds%n"
                        + "the event as read, watch, plan entry with its places in the heaps, last answer, map entry, offset and%n"
                        + "age, each task having been asked about once; at most %d MiB of heap.%n",
                Runtime.getRuntime().maxMemory() >> 20);
        System.out.printf(
                "%10s %8s %8s %8s %8s %11s %12s %8s%n",
                "in flight", "turn ns", "ratio", "call ns", "poll ns", "poll ratio", "heap B/task", "event B");
        double first = 0;
        for (int inFlight : IN_FLIGHT) {
            Row row = measure(inFlight);
            first = first == 0 ? row.turnNanos() : first;
            double ratio = (row.turnNanos() + call) / (first + call);
            System.out.printf(
                    Locale.ROOT,
                    "%10d %8.0f %8.2f %8.0f %8.0f %11.3f %12.0f %8.0f%n",
                    inFlight,
                    row.turnNanos(),
                    row.turnNanos() / first,
                    call,
                    row.turnNanos() + call,
                    ratio,
                    row.heapBytes(),
                    row.eventBytes());
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%.0f,%.0f,%.4f,%.1f,%.1f%n",
                    inFlight,
                    row.turnNanos(),
                    call,
                    ratio,
                    row.heapBytes(),
                    row.eventBytes()));
        }
        Files.writeString(directory.resolve("plan.csv"), csv);
        System.out.println("written: " + directory.resolve("plan.csv"));
    }

    private static Row measure(int inFlight) {
        double turnNanos = turnNanos(inFlight);
        HeldTasks.Weight weight = HeldTasks.weigh(inFlight);
        return new Row(inFlight, turnNanos, weight.heapBytes(), weight.eventBytes());
    }

    /** CPU time of a turn: the median of some rounds. */
    static double turnNanos(int inFlight) {
        SteadyPlanLoad load = new SteadyPlanLoad(inFlight);
        load.run(TURNS);
        double[] rounds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long before = CpuTime.ofThisThread();
            load.run(TURNS);
            rounds[i] = (double) (CpuTime.ofThisThread() - before) / TURNS;
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }
}
