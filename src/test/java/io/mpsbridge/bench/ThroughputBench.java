package io.mpsbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Tasks per second where no quota holds anything back: each is over when it is first asked about. A round puts all its
 * events on the topic at once and ends when a {@code read_committed} consumer has the last terminal event. Broker,
 * simulator, load and observers share the machine with the contender, so that their processor time is told apart from
 * its own. The contenders' rounds take turns, in an order drawn anew each time.
 */
final class ThroughputBench implements Bench.Part {

    private static final long SEED = Long.getLong("bench.seed", 20_261_124L);
    /** No limit in effect, and not so high that the bridge opens more connections than it can use. */
    private static final int RATE_LIMIT = Integer.getInteger("bench.rate-limit", 20_000);

    private static final int TASKS = Integer.getInteger("bench.tasks", 30_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 4);
    private static final int WARM_UP_ROUNDS = Integer.getInteger("bench.warm-up", 2);

    private final Random random = new Random(SEED);
    private final Map<Contender, List<Round>> rounds = new EnumMap<>(Contender.class);
    private int tasks;

    /** Measures, prints, and writes {@code throughput.csv} and {@code throughput.png} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        System.out.println(Contender.versions() + "; seed " + SEED + "; " + TASKS + " tasks a round");
        try (Testbed testbed = new Testbed(directory, 0, RATE_LIMIT)) {
            for (Contender contender : Contender.chosen()) {
                for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                    System.out.println(contender.label() + ", warming up: " + round(testbed, contender));
                }
                rounds.put(contender, new ArrayList<>());
            }
            for (int i = 0; i < ROUNDS; i++) {
                List<Contender> order = new ArrayList<>(Contender.chosen());
                Collections.shuffle(order, random);
                for (Contender contender : order) {
                    rounds.get(contender).add(round(testbed, contender));
                }
            }
        }
        print();
        write(directory);
    }

    private Round round(Testbed testbed, Contender contender) {
        Testbed.Lane lane = testbed.lane(contender);
        lane.answers().begin();
        long callsBefore = lane.simulator().stats().calls();
        CpuTime cpuBefore = testbed.cpu(contender);
        long start = System.nanoTime();
        for (int i = 0; i < TASKS; i++) {
            lane.submit("sim-" + tasks++ + ";for=0s;end=done");
        }
        lane.flush();
        OutcomeWatcher.Round seen = lane.answers().await(TASKS);
        CpuTime cpu = testbed.cpu(contender).minus(cpuBefore);
        return new Round(
                (seen.lastAt() - start) / 1e9,
                TASKS - seen.seenAt().size(),
                seen.doubled(),
                lane.simulator().stats().calls() - callsBefore,
                cpu);
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%-15s %-14s %24s %24s %8s %8s %8s %5s %6s %6s%n",
                "",
                "",
                "tasks/s",
                "CPU of it, us per task",
                "broker",
                "simulat.",
                "rest",
                "lost",
                "double",
                "calls");
        rounds.forEach((contender, each) -> System.out.printf(
                Locale.ROOT,
                "%-15s %-14s %24s %24s %8.0f %8.0f %8.0f %5d %6d %6.2f%n",
                contender.label(),
                contender.guarantee(),
                Spread.of(each, Round::tasksPerSecond).text(0),
                Spread.of(each, round -> micros(round.cpu.contender())).text(0),
                Spread.of(each, round -> micros(round.cpu.broker())).median(),
                Spread.of(each, round -> micros(round.cpu.simulator())).median(),
                Spread.of(each, round -> micros(round.cpu.rest())).median(),
                each.stream().mapToLong(Round::lost).sum(),
                each.stream().mapToLong(Round::doubled).sum(),
                Spread.of(each, round -> round.calls / (double) TASKS).median()));
    }

    private void write(Path directory) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "contender,round,tasks,seconds,tasks_per_s,cpu_us,broker_us,simulator_us,rest_us,lost,doubled,calls"));
        rounds.forEach((contender, each) -> {
            for (int i = 0; i < each.size(); i++) {
                Round round = each.get(i);
                lines.add(String.format(
                        Locale.ROOT,
                        "%s,%d,%d,%.3f,%.0f,%.1f,%.1f,%.1f,%.1f,%d,%d,%d",
                        contender.label(),
                        i,
                        TASKS,
                        round.seconds,
                        round.tasksPerSecond(),
                        micros(round.cpu.contender()),
                        micros(round.cpu.broker()),
                        micros(round.cpu.simulator()),
                        micros(round.cpu.rest()),
                        round.lost,
                        round.doubled,
                        round.calls));
            }
        });
        Files.write(directory.resolve("throughput.csv"), lines);
        Picture.ofBars(
                "Tasks per second, done at the first poll, no quota (median of " + ROUNDS + " rounds)",
                "tasks/s",
                rounds.entrySet(),
                each -> each.getKey().label() + ", " + each.getKey().guarantee(),
                each -> Spread.of(each.getValue(), Round::tasksPerSecond).median(),
                directory.resolve("throughput.png"));
    }

    private static double micros(long cpuNanos) {
        return cpuNanos / 1e3 / TASKS;
    }

    /** @param calls at the simulator */
    private record Round(double seconds, long lost, long doubled, long calls, CpuTime cpu) {
        double tasksPerSecond() {
            return (TASKS - lost) / seconds;
        }
    }
}
