package io.mpsbridge.bench;

import java.util.List;
import java.util.Locale;

/** One quota, and tasks that need half of it to be asked about once: LN(30,.5), in virtual time. */
final class ScaleLoad {

    static final String HEAD = String.format(
            "%n%12s %12s %12s %8s %8s %8s %14s",
            "calls/s", "tasks", "in flight", "mean s", "p99 s", "calls", "CPU us a call");

    private static final int MOST_TASKS = 10_000_000;
    private static final double SHORTEST_SECONDS = 200;
    private static final double LONGEST_SECONDS = 3_600;
    private static final Lifetime LIFETIME = new Lifetime.LogNormal(30, 0.5);
    /** Mean of LN(30,.5). */
    private static final double MEAN_SECONDS = 30 * Math.exp(0.125);

    private ScaleLoad() {}

    /** Takes the requests per second. */
    public static void main(String[] arguments) {
        int limit = Integer.parseInt(arguments[0]);
        double rate = limit / 2.0;
        double seconds = Math.max(SHORTEST_SECONDS, Math.min(LONGEST_SECONDS, MOST_TASKS / rate));
        List<Arrival> arrivals = Arrivals.draw(Load.of("scale", rate, LIFETIME), 0, seconds, 1);
        long before = CpuTime.ofThisThread();
        Simulation.Result result = Simulation.run(
                Policy.adaptive(limit).plan().get(),
                limit,
                arrivals,
                new Simulation.Span(seconds / 2, seconds),
                new Simulation.Told(Simulation.Phases.TOLD, Hints.none()));
        // All calls, of which those of the second half are counted.
        double calls = result.used() * limit * seconds;
        System.out.printf(
                Locale.ROOT,
                "%12d %12d %12.0f %8.2f %8.2f %8.2f %14.2f%n",
                limit,
                arrivals.size(),
                rate * (MEAN_SECONDS + result.mean()),
                result.mean(),
                result.p99(),
                result.callsPerTask(),
                (CpuTime.ofThisThread() - before) / 1e3 / calls);
    }
}
