package io.mpsbridge.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What a turn of the plan costs by the number in flight ({@link SteadyPlanLoad}). */
final class InFlightLoad {

    static final String HEAD = String.format("%n%12s %16s", "in flight", "CPU us a turn");

    private static final int TURNS = 1_000_000;

    private InFlightLoad() {}

    /** Takes the number in flight. */
    public static void main(String[] arguments) {
        int inFlight = Integer.parseInt(arguments[0]);
        SteadyPlanLoad load = new SteadyPlanLoad(inFlight);
        load.run(TURNS);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        load.run(TURNS);
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        System.out.printf(Locale.ROOT, "%12d %16.2f%n", inFlight, nanos / 1e3 / TURNS);
    }
}
