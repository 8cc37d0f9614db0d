package io.mpsbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How late ends are noticed where the service queues tasks: by the adaptive plan, which is told WAIT and RUN; by the
 * same plan if answers did not say which; by the same plan if it knew each start and each task only from then on; by
 * round robin; and with the ends known.
 */
final class QueueTable {

    private static final long[] SEEDS = {1, 2, 3};
    private static final double FROM = 1_800;
    private static final double TO = 9_000;
    /** Load goes on until the last task that counts is noticed. */
    private static final double AFTER = 1_200;

    private static final Lifetime TWENTY = new Lifetime.LogNormal(20, 0.3);
    private static final Lifetime THIRTY = new Lifetime.LogNormal(30, 0.3);

    private record Case(String name, List<QueueLoad> loads) {
        Case(String name, QueueLoad... loads) {
            this(name, List.of(loads));
        }

        List<Arrival> draw(long seed) {
            return loads.stream()
                    .flatMap(load -> load.draw(TO + AFTER, seed).stream())
                    .sorted(Comparator.comparingLong(Arrival::createdAt))
                    .toList();
        }
    }

    /** Means in seconds, medians of the seeds. */
    private record Row(String name, double plan, double p99, double hidden, double known, double robin, double ends) {}

    private QueueTable() {}

    private static List<Case> cases() {
        QueueLoad hundred = QueueLoad.of(100, 2, 1_000, 600, TWENTY);
        QueueLoad fifty = QueueLoad.of(50, 1, 500, 600, TWENTY);
        return List.of(
                new Case("100 slots, 2/s + 1,000 / 600 s", hundred),
                new Case("50 slots, 1/s + 500 / 600 s", fifty),
                new Case("200 slots, 5/s + 3,000 / 900 s", QueueLoad.of(200, 5, 3_000, 900, THIRTY)),
                new Case("two queues of the second", fifty, fifty.withModel("b")),
                new Case("the first, halved under way", hundred.halvedAfter(5_400)),
                new Case("the first, times off by 0 to 3 s", hundred.withJitter(3)),
                new Case("the first, 10 % overtake 50", hundred.withOrder(QueueLoad.Order.NEARBY)),
                new Case("the first, 10 % overtake any", hundred.withOrder(QueueLoad.Order.OVERTAKING)),
                new Case("the first, 10 % have priority", hundred.withOrder(QueueLoad.Order.PRIORITY)),
                new Case("the first, in random order", hundred.withOrder(QueueLoad.Order.RANDOM)),
                new Case("400 slots, 10/s, no queue", QueueLoad.of(400, 10, 0, 600, THIRTY)));
    }

    /** Measures, prints, and writes {@code queue.csv} into the directory. */
    static void run(Path directory) throws IOException {
        System.out.printf(
                "%nWhere the service queues: mean delay in seconds of %.0f s after the first %.0f; run time LN(20,.3) or LN(30,.3).%n",
                TO - FROM, FROM);
        System.out.printf(
                "%-36s %9s %6s %8s %8s %12s %12s %12s %11s%n",
                "load", "adaptive", "p99", "/known", "/hidden", "starts known", "hidden", "round robin", "ends known");
        List<Row> rows = new ArrayList<>();
        for (Case each : cases()) {
            Row row = measure(each);
            rows.add(row);
            System.out.printf(
                    Locale.ROOT,
                    "%-36s %9.2f %6.1f %8.2f %8.2f %12.2f %12.2f %12.2f %11.2f%n",
                    row.name(),
                    row.plan(),
                    row.p99(),
                    row.plan() / row.known(),
                    row.plan() / row.hidden(),
                    row.known(),
                    row.hidden(),
                    row.robin(),
                    row.ends());
        }
        Files.writeString(directory.resolve("queue.csv"), csv(rows));
        System.out.println("written: " + directory.resolve("queue.csv"));
    }

    private static Row measure(Case each) {
        List<List<Arrival>> drawn = Arrays.stream(SEEDS).mapToObj(each::draw).toList();
        List<Simulation.Result> plan = results(drawn, Policy.ADAPTIVE, Simulation.Phases.TOLD);
        return new Row(
                each.name(),
                median(plan.stream().map(Simulation.Result::mean)),
                median(plan.stream().map(Simulation.Result::p99)),
                mean(drawn, Policy.ADAPTIVE, Simulation.Phases.HIDDEN),
                mean(drawn.stream().map(QueueTable::fromStarts).toList(), Policy.ADAPTIVE, Simulation.Phases.HIDDEN),
                mean(drawn, Policy.ROUND_ROBIN, Simulation.Phases.HIDDEN),
                median(drawn.stream().map(arrivals -> DelayBounds.clairvoyant(arrivals, FROM, TO))));
    }

    private static List<Simulation.Result> results(List<List<Arrival>> drawn, Policy policy, Simulation.Phases phases) {
        return drawn.stream()
                .map(arrivals -> Simulation.run(policy.plan().get(), arrivals, FROM, TO, phases))
                .toList();
    }

    private static double mean(List<List<Arrival>> drawn, Policy policy, Simulation.Phases phases) {
        return median(results(drawn, policy, phases).stream().map(Simulation.Result::mean));
    }

    /** The same tasks, each known from its start on. */
    private static List<Arrival> fromStarts(List<Arrival> arrivals) {
        return arrivals.stream()
                .map(each -> new Arrival(each.id(), each.model(), each.startsAt(), each.endsAt()))
                .sorted(Comparator.comparingLong(Arrival::createdAt))
                .toList();
    }

    private static double median(Stream<Double> values) {
        return Spread.of(values.toList()).median();
    }

    private static String csv(List<Row> rows) {
        StringBuilder csv =
                new StringBuilder("load,adaptive_s,p99_s,hidden_s,starts_known_s,round_robin_s,ends_known_s\n");
        for (Row row : rows) {
            csv.append(String.format(
                    Locale.ROOT,
                    "\"%s\",%.4f,%.4f,%.4f,%.4f,%.4f,%.4f%n",
                    row.name(),
                    row.plan(),
                    row.p99(),
                    row.hidden(),
                    row.known(),
                    row.robin(),
                    row.ends()));
        }
        return csv.toString();
    }
}
