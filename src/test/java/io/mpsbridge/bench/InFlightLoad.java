package io.mpsbridge.bench;

import java.util.Locale;

/** What a turn of the plan costs by the number in flight, also where the heap of {@link PlanBench} ends. */
final class InFlightLoad {

    static final String HEAD = String.format("%n%12s %16s", "in flight", "CPU us a turn");

    private InFlightLoad() {}

    /** Takes the number in flight. */
    public static void main(String[] arguments) {
        int inFlight = Integer.parseInt(arguments[0]);
        System.out.printf(Locale.ROOT, "%12d %16.2f%n", inFlight, PlanBench.turnNanos(inFlight) / 1e3);
    }
}
