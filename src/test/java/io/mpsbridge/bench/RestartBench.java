package io.mpsbridge.bench;

import io.mpsbridge.simulator.TaskReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code kill -9} in the middle of the work and an immediate start, all contenders at the same moment with the same
 * tasks: 2 per second of 2 to 20 s each, under the vendor's quota. Told is what became of all tasks, and how late after
 * their end those came that were in flight at the kill.
 */
final class RestartBench implements Bench.Part {

    private static final long SEED = Long.getLong("bench.seed", 20_261_124L);
    private static final int QUOTA = 20;
    private static final double TASKS_PER_SECOND = 2;
    private static final int KILLS = Integer.getInteger("bench.rounds", 2);
    private static final int SECONDS_BEFORE = 20;
    private static final int SECONDS_AFTER = 5;
    private static final int SETTLE_SECONDS = 15;
    private static final int SHORTEST_MILLIS = 2_000;
    private static final int LONGEST_MILLIS = 20_000;

    private final Random random = new Random(SEED);
    private final Map<Contender, List<Round>> rounds = new EnumMap<>(Contender.class);
    private int tasks;

    /** Measures, prints, and writes {@code restart.csv} and {@code restart.png} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        System.out.println(Contender.versions() + "; seed " + SEED);
        Contender.chosen().forEach(contender -> rounds.put(contender, new ArrayList<>()));
        try (Testbed testbed = new Testbed(directory, QUOTA, QUOTA)) {
            for (int i = 0; i < KILLS; i++) {
                kill(testbed);
            }
        }
        print();
        write(directory);
    }

    private void kill(Testbed testbed) {
        Map<Contender, Integer> before = new EnumMap<>(Contender.class);
        for (Contender contender : rounds.keySet()) {
            testbed.lane(contender).answers().begin();
            before.put(contender, testbed.lane(contender).simulator().taskCount());
        }
        int early = submit(testbed, SECONDS_BEFORE);
        long killedAt = System.nanoTime();
        rounds.keySet().forEach(contender -> testbed.lane(contender).killAndStart());
        int count = early + submit(testbed, SECONDS_AFTER);
        rounds.keySet().forEach(contender -> testbed.lane(contender).answers().await(count));
        // What is done twice comes a little later.
        LockSupport.parkNanos(Duration.ofSeconds(SETTLE_SECONDS).toNanos());
        for (Contender contender : rounds.keySet()) {
            OutcomeWatcher.Round seen = testbed.lane(contender).answers().await(count);
            List<TaskReport> reports = testbed.lane(contender).simulator().tasks(before.get(contender), count);
            rounds.get(contender).add(round(testbed, seen, reports, killedAt, count));
        }
    }

    /** The same for all; returns how many. */
    private int submit(Testbed testbed, int seconds) {
        long next = System.nanoTime();
        long end = next + Duration.ofSeconds(seconds).toNanos();
        int count = 0;
        while (next < end) {
            LockSupport.parkNanos(next - System.nanoTime());
            int millis = SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS);
            String id = "sim-" + tasks++ + ";at=" + testbed.now().toEpochMilli() + ";for=" + millis + "ms;end=done";
            rounds.keySet().forEach(contender -> testbed.lane(contender).submit(id));
            count++;
            next += (long) (-Math.log(1 - random.nextDouble()) / TASKS_PER_SECOND * 1e9);
        }
        return count;
    }

    private static Round round(
            Testbed testbed, OutcomeWatcher.Round seen, List<TaskReport> reports, long killedAt, int submitted) {
        Instant kill = testbed.instant(killedAt);
        List<Double> late = reports.stream()
                .filter(report -> report.createdAt().isBefore(kill))
                .filter(report -> seen.seenAt().getOrDefault(report.id(), killedAt) > killedAt)
                .map(report -> Duration.between(
                                        report.endsAt(),
                                        testbed.instant(seen.seenAt().get(report.id())))
                                .toMillis()
                        / 1e3)
                .sorted()
                .toList();
        return new Round(submitted - seen.seenAt().size(), seen.doubled(), late, silence(seen, killedAt));
    }

    /** The longest time without a terminal event, from the kill to the last one. */
    private static double silence(OutcomeWatcher.Round seen, long killedAt) {
        long longest = 0;
        long before = killedAt;
        for (long at : seen.seenAt().values().stream()
                .filter(at -> at > killedAt)
                .sorted()
                .toList()) {
            longest = Math.max(longest, at - before);
            before = at;
        }
        return longest / 1e9;
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "%-15s %-14s %5s %6s %9s %24s %24s %24s%n",
                KILLS + " kills",
                "",
                "lost",
                "double",
                "in flight",
                "late, mean, s",
                "late, most, s",
                "longest silence, s");
        rounds.forEach((contender, each) -> System.out.printf(
                Locale.ROOT,
                "%-15s %-14s %5d %6d %9d %24s %24s %24s%n",
                contender.label(),
                contender.guarantee(),
                each.stream().mapToLong(Round::lost).sum(),
                each.stream().mapToLong(Round::doubled).sum(),
                each.stream().mapToInt(round -> round.late.size()).sum(),
                Spread.of(each, Round::mean).text(1),
                Spread.of(each, Round::most).text(1),
                Spread.of(each, Round::silence).text(1)));
    }

    private void write(Path directory) throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("contender,kill,lost,doubled,in_flight,late_mean_s,late_most_s,longest_silence_s"));
        rounds.forEach((contender, each) -> {
            for (int i = 0; i < each.size(); i++) {
                Round round = each.get(i);
                lines.add(String.format(
                        Locale.ROOT,
                        "%s,%d,%d,%d,%d,%.2f,%.2f,%.2f",
                        contender.label(),
                        i,
                        round.lost,
                        round.doubled,
                        round.late.size(),
                        round.mean(),
                        round.most(),
                        round.silence));
            }
        });
        Files.write(directory.resolve("restart.csv"), lines);
        Picture.of(
                "kill -9 and restart: how late tasks in flight came (s, median of " + KILLS + " kills)",
                List.of("mean", "most"),
                rounds.entrySet().stream()
                        .map(each -> new Picture.Series(
                                each.getKey().label(),
                                List.of(
                                        Spread.of(each.getValue(), Round::mean).median(),
                                        Spread.of(each.getValue(), Round::most).median())))
                        .toList(),
                directory.resolve("restart.png"));
    }

    /**
     * One kill.
     *
     * @param late seconds from their end, of the tasks that were in flight, ascending
     * @param silence the longest time after the kill without a terminal event, in seconds
     */
    private record Round(long lost, long doubled, List<Double> late, double silence) {
        double mean() {
            return late.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }

        double most() {
            return late.isEmpty() ? 0 : late.get(late.size() - 1);
        }
    }
}
