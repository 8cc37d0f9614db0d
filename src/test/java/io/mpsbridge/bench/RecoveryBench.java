package io.mpsbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How soon the work goes on after, and beside, what goes wrong: one kind of trouble after the other, all contenders at
 * the same moment with the same tasks, 2.5 per second of 2 to 20 s each, under the vendor's quota. Told is how late
 * healthy tasks are answered after their end, and how long after the end of each trouble it takes to the twentieth good
 * answer at the simulator and to the first visible terminal event.
 */
final class RecoveryBench implements Bench.Part {

    private static final long SEED = Long.getLong("bench.seed", 20_261_124L);
    private static final int QUOTA = 20;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 1);
    private static final RecoveryRun.Extent EXTENT = new RecoveryRun.Extent(
            Duration.ofSeconds(Integer.getInteger("bench.seconds", 60)),
            Duration.ofSeconds(Integer.getInteger("bench.patience", 120)));

    private final Map<RecoveryRow, Map<Contender, List<Recovery>>> rows = new EnumMap<>(RecoveryRow.class);

    /** Measures, prints, and writes {@code recovery.csv} and {@code recovery.png} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        System.out.println(Contender.versions() + "; seed " + SEED);
        for (RecoveryRow row : RecoveryRow.chosen()) {
            rows.put(row, new EnumMap<>(Contender.class));
            for (int round = 0; round < ROUNDS; round++) {
                round(directory, row, SEED + round);
            }
            print(row);
            write(directory);
        }
    }

    private void round(Path directory, RecoveryRow row, long seed) {
        try (RecoveryRun run = new RecoveryRun(directory, row, QUOTA)) {
            run.run(seed, EXTENT)
                    .forEach((contender, recovery) -> rows.get(row)
                            .computeIfAbsent(contender, ignored -> new ArrayList<>())
                            .add(recovery));
        }
    }

    private void print(RecoveryRow row) {
        System.out.printf(
                Locale.ROOT,
                "%-28s %6s %18s %18s %7s %7s %20s %20s %5s %6s %5s %6s %6s%n",
                row.label(),
                "tasks",
                "late, mean, s",
                "p99, s",
                "x quiet",
                "x loop",
                "-> 20 good, s",
                "-> visible, s",
                "lost",
                "double",
                "peak",
                "quota",
                "ended");
        rows.get(row)
                .forEach((contender, each) -> System.out.printf(
                        Locale.ROOT,
                        "%-28s %6d %18s %18s %7s %7s %20s %20s %5d %6d %5d %6s %6d%n",
                        contender.label(),
                        each.stream().mapToInt(round -> round.delays().size()).sum(),
                        Spread.of(each, Recovery::mean).text(2),
                        Spread.of(each, Recovery::p99).text(1),
                        ratio(each, RecoveryRow.QUIET, contender),
                        ratio(each, row, Contender.SDK_LOOP),
                        all(each, Recovery::twentieth),
                        all(each, Recovery::visible),
                        each.stream().mapToLong(Recovery::lost).sum(),
                        each.stream().mapToLong(Recovery::doubled).sum(),
                        each.stream().mapToInt(Recovery::peak).max().orElse(0),
                        share(each),
                        each.stream().mapToInt(Recovery::ended).sum()));
    }

    /** Of the mean delays, to those of another row or contender. */
    private String ratio(List<Recovery> rounds, RecoveryRow row, Contender contender) {
        List<Recovery> others = rows.getOrDefault(row, Map.of()).get(contender);
        return others == null
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.2f",
                        Spread.of(rounds, Recovery::mean).median()
                                / Spread.of(others, Recovery::mean).median());
    }

    private static String all(List<Recovery> rounds, Function<Recovery, List<Double>> values) {
        List<Double> all =
                rounds.stream().flatMap(round -> values.apply(round).stream()).toList();
        return all.isEmpty() ? "-" : Spread.of(all).text(1);
    }

    private static String share(List<Recovery> rounds) {
        List<Double> shares = rounds.stream()
                .map(Recovery::quotaShare)
                .filter(share -> !share.isNaN())
                .toList();
        return shares.isEmpty()
                ? "-"
                : String.format(Locale.ROOT, "%.3f", Spread.of(shares).median());
    }

    private void write(Path directory) throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("row,contender,round,tasks,late_mean_s,late_p99_s,twentieth_mean_s,"
                        + "twentieth_most_s,visible_mean_s,visible_most_s,lost,doubled,peak,quota_share,ended"));
        rows.forEach((row, contenders) -> contenders.forEach((contender, each) -> {
            for (int i = 0; i < each.size(); i++) {
                lines.add(line(row, contender, i, each.get(i)));
            }
        }));
        Files.write(directory.resolve("recovery.csv"), lines);
        Picture.of(
                "How late healthy tasks are answered beside and after trouble (s, mean, median of " + ROUNDS
                        + " rounds)",
                rows.keySet().stream().map(RecoveryRow::label).toList(),
                Contender.chosen().stream()
                        .map(contender -> new Picture.Series(
                                contender.label(),
                                rows.values().stream()
                                        .map(row -> median(row.get(contender), Recovery::mean))
                                        .toList()))
                        .toList(),
                directory.resolve("recovery.png"));
    }

    private static String line(RecoveryRow row, Contender contender, int round, Recovery each) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%d,%.3f,%.3f,%.3f,%.3f,%.3f,%.3f,%d,%d,%d,%.4f,%d",
                row.id(),
                contender.label(),
                round,
                each.delays().size(),
                each.mean(),
                each.p99(),
                mean(each.twentieth()),
                most(each.twentieth()),
                mean(each.visible()),
                most(each.visible()),
                each.lost(),
                each.doubled(),
                each.peak(),
                each.quotaShare(),
                each.ended());
    }

    private static double median(List<Recovery> rounds, ToDoubleFunction<Recovery> value) {
        return Spread.of(rounds, value).median();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }
}
