package io.mpsbridge.bench;

import io.mpsbridge.simulator.TaskReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * From the simulator's sending of the answer that decides a task to the moment at which a {@code read_committed}
 * consumer has the terminal event: the way to the contender, its work, its write and the consumer's read. Under the
 * vendor's quota of 20 and with Poisson arrivals of tasks that are over when they are first asked about; how soon they
 * are asked about does not count. The contenders' rounds take turns, in an order drawn anew each time.
 */
final class LatencyBench implements Bench.Part {

    private static final long SEED = Long.getLong("bench.seed", 20_261_124L);
    private static final int QUOTA = 20;
    private static final double TASKS_PER_SECOND = 12;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 4);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 16);
    private static final int WARM_UP_SECONDS = 8;

    private final Random random = new Random(SEED);
    private final Map<Contender, List<Round>> rounds = new EnumMap<>(Contender.class);
    private int tasks;

    /** Measures, prints, and writes {@code latency.csv} and {@code latency.png} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        System.out.println(Contender.versions() + "; seed " + SEED);
        try (Testbed testbed = new Testbed(directory, QUOTA, QUOTA)) {
            for (Contender contender : Contender.chosen()) {
                round(testbed, contender, WARM_UP_SECONDS);
                rounds.put(contender, new ArrayList<>());
            }
            for (int i = 0; i < ROUNDS; i++) {
                List<Contender> order = new ArrayList<>(Contender.chosen());
                Collections.shuffle(order, random);
                for (Contender contender : order) {
                    rounds.get(contender).add(round(testbed, contender, SECONDS));
                }
            }
        }
        print();
        write(directory);
    }

    private Round round(Testbed testbed, Contender contender, int seconds) {
        Testbed.Lane lane = testbed.lane(contender);
        lane.answers().begin();
        int before = lane.simulator().taskCount();
        int count = submit(lane, seconds);
        OutcomeWatcher.Round seen = lane.answers().await(count);
        List<TaskReport> reports = lane.simulator().tasks(before, count);
        List<Double> millis = reports.stream()
                .filter(report -> seen.seenAt().containsKey(report.id()))
                .map(report -> millis(
                        report.firstSeenEndedAt(), testbed.instant(seen.seenAt().get(report.id()))))
                .sorted()
                .toList();
        return new Round(millis, count - seen.seenAt().size(), seen.doubled());
    }

    private int submit(Testbed.Lane lane, int seconds) {
        long start = System.nanoTime();
        long next = start;
        int count = 0;
        while (next - start < Duration.ofSeconds(seconds).toNanos()) {
            LockSupport.parkNanos(next - System.nanoTime());
            lane.submit("sim-" + tasks++ + ";for=0s;end=done");
            count++;
            next += (long) (-Math.log(1 - random.nextDouble()) / TASKS_PER_SECOND * 1e9);
        }
        return count;
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%-15s %-14s %20s %20s %20s %20s %5s %6s%n",
                "ms",
                "",
                "p50",
                "p90",
                "p99",
                "max",
                "lost",
                "double");
        rounds.forEach((contender, each) -> System.out.printf(
                Locale.ROOT,
                "%-15s %-14s %20s %20s %20s %20s %5d %6d%n",
                contender.label(),
                contender.guarantee(),
                Spread.of(each, Round::p50).text(1),
                Spread.of(each, Round::p90).text(1),
                Spread.of(each, Round::p99).text(1),
                Spread.of(each, Round::max).text(1),
                each.stream().mapToLong(Round::lost).sum(),
                each.stream().mapToLong(Round::doubled).sum()));
        rounds.keySet().forEach(each -> System.out.println(each.label() + " writes " + each.writes()));
    }

    private void write(Path directory) throws IOException {
        List<String> lines = new ArrayList<>(List.of("contender,round,tasks,p50_ms,p90_ms,p99_ms,max_ms,lost,doubled"));
        rounds.forEach((contender, each) -> {
            for (int i = 0; i < each.size(); i++) {
                Round round = each.get(i);
                lines.add(String.format(
                        Locale.ROOT,
                        "%s,%d,%d,%.2f,%.2f,%.2f,%.2f,%d,%d",
                        contender.label(),
                        i,
                        round.millis.size(),
                        round.p50(),
                        round.p90(),
                        round.p99(),
                        round.max(),
                        round.lost,
                        round.doubled));
            }
        });
        Files.write(directory.resolve("latency.csv"), lines);
        Picture.of(
                "Deciding answer sent -> terminal event read (ms, median of " + ROUNDS + " rounds)",
                List.of("p50", "p90", "p99"),
                rounds.entrySet().stream()
                        .map(each -> new Picture.Series(
                                each.getKey().label(),
                                List.of(
                                        Spread.of(each.getValue(), Round::p50).median(),
                                        Spread.of(each.getValue(), Round::p90).median(),
                                        Spread.of(each.getValue(), Round::p99).median())))
                        .toList(),
                directory.resolve("latency.png"));
    }

    /** @param millis ascending */
    private record Round(List<Double> millis, long lost, long doubled) {
        double p50() {
            return at(0.5);
        }

        double p90() {
            return at(0.9);
        }

        double p99() {
            return at(0.99);
        }

        double max() {
            return at(1);
        }

        private double at(double share) {
            return millis.get(Math.min(millis.size() - 1, (int) (share * millis.size())));
        }
    }
}
