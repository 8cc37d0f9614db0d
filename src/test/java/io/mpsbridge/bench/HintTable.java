package io.mpsbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How late ends are noticed with hints: about every task and about every other one, half a second after its end; and
 * under a flood of hints about all tasks in flight, every second, which say nothing.
 */
final class HintTable {

    private static final long[] SEEDS = {1, 2, 3};
    private static final double FROM = 1_800;
    private static final double TO = 5_400;
    private static final double AFTER = 1_200;
    private static final double DELAY = 0.5;

    private record Case(String name, Draw draw) {
        static Case of(double rate) {
            Load load = Load.of(
                    String.format(Locale.ROOT, "LN(30,.5) %.0f/s", rate), rate, new Lifetime.LogNormal(30, 0.5));
            return new Case(load.name(), seed -> Arrivals.draw(load, 0, TO + AFTER, seed));
        }

        static Case queue() {
            QueueLoad load = QueueLoad.of(100, 2, 1_000, 600, new Lifetime.LogNormal(20, 0.3));
            return new Case("100 slots, 2/s + 1,000 / 600 s", seed -> load.draw(TO + AFTER, seed));
        }
    }

    private interface Draw {
        List<Arrival> arrivals(long seed);
    }

    private record Column(String name, Policy policy, Supplier<Hints> hints) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("adaptive", Policy.ADAPTIVE, Hints::none),
            new Column("all hinted", Policy.ADAPTIVE, () -> Hints.of(1, DELAY)),
            new Column("half hinted", Policy.ADAPTIVE, () -> Hints.of(0.5, DELAY)),
            new Column("flood", Policy.ADAPTIVE, Hints::flood),
            new Column("backoff", Policy.BACKOFF, Hints::none),
            new Column("all hinted", Policy.BACKOFF, () -> Hints.of(1, DELAY)),
            new Column("half hinted", Policy.BACKOFF, () -> Hints.of(0.5, DELAY)),
            new Column("flood", Policy.BACKOFF, Hints::flood));

    private HintTable() {}

    /** Measures, prints, and writes {@code hints.csv} into the directory. */
    static void run(Path directory) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%nWith hints %.1f s after the end on average; flood: about all tasks, every second. Mean delay in seconds of"
                        + " %.0f s after the first %.0f.%n%-32s",
                DELAY,
                TO - FROM,
                FROM,
                "load");
        COLUMNS.forEach(column -> System.out.printf("%12s", column.name()));
        System.out.println();
        List<String> csv = new ArrayList<>(List.of("load,policy,hints,mean_s"));
        for (Case each : List.of(Case.of(3), Case.of(10), Case.of(18), Case.queue())) {
            System.out.printf("%-32s", each.name());
            for (Column column : COLUMNS) {
                double mean = mean(each, column);
                System.out.printf(Locale.ROOT, "%12.2f", mean);
                csv.add(String.format(
                        Locale.ROOT,
                        "\"%s\",%s,%s,%.4f",
                        each.name(),
                        column.policy().name(),
                        column.name(),
                        mean));
            }
            System.out.println();
        }
        Files.write(directory.resolve("hints.csv"), csv);
        System.out.println("written: " + directory.resolve("hints.csv"));
    }

    private static double mean(Case each, Column column) {
        return Spread.of(Arrays.stream(SEEDS)
                        .mapToObj(seed -> Simulation.run(
                                        column.policy().plan().get(),
                                        each.draw().arrivals(seed),
                                        FROM,
                                        TO,
                                        new Simulation.Told(
                                                Simulation.Phases.TOLD,
                                                column.hints().get()))
                                .mean())
                        .toList())
                .median();
    }
}
