package io.mpsbridge.bench;

import io.mpsbridge.poll.PollPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * How late ends are noticed, by load and by policy, beside what no policy can go below. The real plans and permits in
 * virtual time; the adaptive plan begins knowing nothing, unless the row says what it was told.
 */
final class PollingBench implements Bench.Part {

    private static final long[] SEEDS = {1, 2, 3};
    /** Seconds before anything counts: the cold start, and the time until the load is steady. */
    private static final double WARM_UP = 3_600;
    /** Seconds of load that count. */
    private static final double SPAN = 7_200;
    /** Seconds after a change, or after a start with wrong beliefs, that count. */
    private static final double AFTERMATH = 900;
    /** Load goes on until the last task that counts is noticed, so that the end is like the rest. */
    private static final double AFTER = 600;

    private static final List<Policy> POLICIES =
            List.of(Policy.ADAPTIVE, Policy.ROUND_ROBIN, Policy.FIXED_5S, Policy.BACKOFF);

    private static final Lifetime HALF_MINUTE = new Lifetime.LogNormal(30, 0.5);
    private static final Lifetime MINUTE = new Lifetime.LogNormal(60, 0.15);

    /**
     * One line of the table.
     *
     * @param bound whether the informed bound applies: it is that of a steady load
     * @param from seconds; what ends from then on counts
     */
    private record Case(String name, Load load, boolean bound, double from, double to, Draw draw, Beliefs beliefs) {
        static Case steady(Load load) {
            return new Case(
                    load.name(),
                    load,
                    true,
                    WARM_UP,
                    WARM_UP + SPAN,
                    seed -> Arrivals.draw(load, 0, WARM_UP + SPAN + AFTER, seed),
                    plan -> {});
        }

        /** All beliefs wrong at the start: 1,000 finished tasks of another distribution were told. */
        static Case told(Load load, String what, Lifetime lifetime) {
            return new Case(
                    load.name() + ", told " + what,
                    load,
                    false,
                    0,
                    AFTERMATH,
                    seed -> Arrivals.draw(load, 0, AFTERMATH + AFTER, seed),
                    plan -> tell(plan, lifetime));
        }

        /** Another load from one moment on, after an hour of the first. */
        static Case changed(Load before, Load after) {
            return new Case(
                    before.name() + " then " + after.name(),
                    after,
                    false,
                    WARM_UP,
                    WARM_UP + AFTERMATH,
                    seed -> {
                        List<Arrival> all = new ArrayList<>(Arrivals.draw(before, 0, WARM_UP, seed));
                        all.addAll(Arrivals.draw(after, WARM_UP, WARM_UP + AFTERMATH + AFTER, seed + 100));
                        return all;
                    },
                    plan -> {});
        }

        private static void tell(PollPlan<Arrival> plan, Lifetime lifetime) {
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 1_000; i++) {
                long end = Arrivals.nanos(lifetime.draw(random));
                plan.learn("a", Math.max(0, end - Arrivals.nanos(1)), end + Arrivals.nanos(1));
            }
        }
    }

    private interface Draw {
        List<Arrival> arrivals(long seed);
    }

    private interface Beliefs {
        void tell(PollPlan<Arrival> plan);
    }

    /** One policy under one load: the seeds' results. */
    private record Cell(String policy, List<Simulation.Result> results) {
        double median(ToDoubleFunction<Simulation.Result> figure) {
            return sorted(figure)[results.size() / 2];
        }

        /** Half the range of the means, as a part of their median. */
        double spread() {
            double[] means = sorted(Simulation.Result::mean);
            return (means[means.length - 1] - means[0]) / 2 / median(Simulation.Result::mean);
        }

        private double[] sorted(ToDoubleFunction<Simulation.Result> figure) {
            return results.stream().mapToDouble(figure).sorted().toArray();
        }
    }

    private record Row(String name, double clairvoyant, double informed, List<Cell> cells) {}

    private static List<Case> cases() {
        Load ten = Load.of("LN(30,.5) 10/s", 10, HALF_MINUTE);
        Load tight = Load.of("LN(60,.15) 10/s", 10, MINUTE);
        return List.of(
                Case.steady(Load.of("LN(30,.5) 3/s", 3, HALF_MINUTE)),
                Case.steady(ten),
                Case.steady(Load.of("LN(30,1) 8/s", 8, new Lifetime.LogNormal(30, 1))),
                Case.steady(tight),
                Case.steady(Load.of(
                        "LN(10,.3) 5/s + LN(300,.3) 2/s",
                        5,
                        new Lifetime.LogNormal(10, 0.3),
                        2,
                        new Lifetime.LogNormal(300, 0.3))),
                Case.steady(Load.of(
                        "Exp(20) 5/s + Exp(400) 1/s",
                        5,
                        new Lifetime.Exponential(20),
                        1,
                        new Lifetime.Exponential(400))),
                Case.steady(Load.of("LN(30,.5) 18/s", 18, HALF_MINUTE)),
                Case.steady(Load.of("LN(30,.5) 10/s, 2% stuck", 10, new Lifetime.Stuck(HALF_MINUTE, 0.02, 1_500))),
                Case.steady(Load.of("LN(60,.15) 10/s, 2% stuck", 10, new Lifetime.Stuck(MINUTE, 0.02, 1_500))),
                Case.told(ten, "LN(15,.5)", new Lifetime.LogNormal(15, 0.5)),
                Case.told(ten, "LN(60,.5)", new Lifetime.LogNormal(60, 0.5)),
                Case.told(ten, "LN(30,.25)", new Lifetime.LogNormal(30, 0.25)),
                Case.told(ten, "LN(300,.3)", new Lifetime.LogNormal(300, 0.3)),
                Case.changed(tight, Load.of("LN(15,.5) 10/s", 10, new Lifetime.LogNormal(15, 0.5))),
                Case.changed(ten, tight));
    }

    @Override
    public void run(Path directory) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "Mean delay in seconds, 20 calls/s, round trip %d ms; medians of %d seeds, ± half their range.%n"
                        + "Steady rows: the first %.0f s do not count, the next %.0f s do; others: the first %.0f s after the change.%n",
                Simulation.ROUND_TRIP_MILLIS,
                SEEDS.length,
                WARM_UP,
                SPAN,
                AFTERMATH);
        System.out.printf(
                "%-34s %11s %8s %16s %6s %16s %16s %16s%n",
                "load", "clairvoyant", "informed", "adaptive", "ratio", "round robin", "fixed 5 s", "backoff");
        List<Row> rows = new ArrayList<>();
        for (Case each : cases()) {
            Row row = measure(each);
            rows.add(row);
            print(row);
        }
        printDetails(rows);
        Files.writeString(directory.resolve("polling.csv"), csv(rows));
        Picture.of(
                "Mean delay until an ended task is noticed, 20 calls/s (seconds)",
                rows.stream().map(Row::name).toList(),
                series(rows),
                directory.resolve("polling.png"));
        System.out.println("written: " + directory.resolve("polling.csv") + ", " + directory.resolve("polling.png"));
        QueueTable.run(directory);
        HintTable.run(directory);
    }

    private static Row measure(Case each) {
        List<Cell> cells = new ArrayList<>();
        for (Policy policy : POLICIES) {
            List<Simulation.Result> results = new ArrayList<>();
            for (long seed : SEEDS) {
                PollPlan<Arrival> plan = policy.plan().get();
                each.beliefs().tell(plan);
                results.add(Simulation.run(
                        plan, each.draw().arrivals(seed), each.from(), each.to(), Simulation.Phases.TOLD));
            }
            cells.add(new Cell(policy.name(), results));
        }
        double[] clairvoyant = Arrays.stream(SEEDS)
                .mapToDouble(seed -> DelayBounds.clairvoyant(each.draw().arrivals(seed), each.from(), each.to()))
                .sorted()
                .toArray();
        double informed = each.bound() ? DelayBounds.informed(each.load(), Simulation.LIMIT) : Double.NaN;
        return new Row(each.name(), clairvoyant[SEEDS.length / 2], informed, cells);
    }

    private static void print(Row row) {
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-34s %11.3f %8s", row.name(), row.clairvoyant(), number(row.informed())));
        for (Cell cell : row.cells()) {
            double mean = cell.median(Simulation.Result::mean);
            line.append(String.format(Locale.ROOT, " %9.2f ±%4.1f%%", mean, 100 * cell.spread()));
            if (cell.policy().equals(Policy.ADAPTIVE.name())) {
                line.append(String.format(Locale.ROOT, " %6s", number(mean / row.informed())));
            }
        }
        System.out.println(line);
    }

    private static void printDetails(List<Row> rows) {
        System.out.printf("%n%-34s | %s%n", "p99 delay (s) / calls per task / quota used", "per policy, as above");
        for (Row row : rows) {
            StringBuilder line = new StringBuilder(String.format("%-34s |", row.name()));
            for (Cell cell : row.cells()) {
                line.append(String.format(
                        Locale.ROOT,
                        " %s %.1f / %.2f / %.1f%% |",
                        cell.policy(),
                        cell.median(Simulation.Result::p99),
                        cell.median(Simulation.Result::callsPerTask),
                        100 * cell.median(Simulation.Result::used)));
            }
            System.out.println(line);
        }
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String csv(List<Row> rows) {
        StringBuilder csv =
                new StringBuilder("load,clairvoyant,informed,policy,seed,mean_s,p99_s,calls_per_task,quota_used\n");
        for (Row row : rows) {
            for (Cell cell : row.cells()) {
                for (int i = 0; i < SEEDS.length; i++) {
                    Simulation.Result result = cell.results().get(i);
                    csv.append(String.format(
                            Locale.ROOT,
                            "\"%s\",%.4f,%s,%s,%d,%.4f,%.4f,%.4f,%.4f%n",
                            row.name(),
                            row.clairvoyant(),
                            Double.isNaN(row.informed()) ? "" : String.format(Locale.ROOT, "%.4f", row.informed()),
                            cell.policy(),
                            SEEDS[i],
                            result.mean(),
                            result.p99(),
                            result.callsPerTask(),
                            result.used()));
                }
            }
        }
        return csv.toString();
    }

    private static List<Picture.Series> series(List<Row> rows) {
        List<Picture.Series> all = new ArrayList<>();
        // Where there is no bound, no bar.
        all.add(new Picture.Series(
                "informed bound",
                rows.stream()
                        .map(row -> Double.isNaN(row.informed()) ? 0 : row.informed())
                        .toList()));
        for (int i = 0; i < POLICIES.size(); i++) {
            int policy = i;
            all.add(new Picture.Series(
                    POLICIES.get(i).name(),
                    rows.stream()
                            .map(row -> row.cells().get(policy).median(Simulation.Result::mean))
                            .toList()));
        }
        return all;
    }
}
