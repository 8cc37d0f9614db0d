package io.mpsbridge.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What a turn of the plan costs, and what a task takes in it, by the number in flight ({@link SteadyPlanLoad}). */
final class InFlightLoad {

    static final String HEAD = String.format("%n%12s %16s %22s", "in flight", "CPU us a turn", "plan, bytes per task");

    private static final int TURNS = 1_000_000;

    private InFlightLoad() {}

    /** Takes the number in flight. */
    public static void main(String[] arguments) {
        int inFlight = Integer.parseInt(arguments[0]);
        long bytesBefore = usedBytes();
        SteadyPlanLoad load = new SteadyPlanLoad(inFlight);
        load.run(TURNS);
        double bytes = (double) (usedBytes() - bytesBefore) / inFlight;
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        load.run(TURNS);
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        System.out.printf(Locale.ROOT, "%12d %16.2f %22.0f%n", inFlight, nanos / 1e3 / TURNS, bytes);
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
