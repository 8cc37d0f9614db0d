package io.mpsbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * What a contender uses while its quota is used up for long: LN(30,.5) tasks, 10 per second at 20 requests per second.
 * For profiles, with {@code -Dbench.jvm=-XX:StartFlightRecording=…}.
 */
final class SaturatedBench implements Bench.Part {

    private static final long SEED = Long.getLong("bench.seed", 20_261_124L);
    private static final int MINUTES = Integer.getInteger("bench.minutes", 60);
    private static final int QUOTA = 20;
    private static final double TASKS_PER_SECOND = 10;
    /** Until code is compiled and durations are learned. */
    private static final Duration WARM_UP = Duration.ofMinutes(2);

    private final SplittableRandom random = new SplittableRandom(SEED);
    private int tasks;

    /** Measures, prints, and writes {@code saturated.csv} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        System.out.println(Contender.versions() + "; seed " + SEED + "; " + MINUTES + " minutes");
        List<String> lines = new ArrayList<>(List.of("contender,tasks,calls,cpu_seconds,cpu_us_per_call"));
        try (Testbed testbed = new Testbed(directory, QUOTA, QUOTA)) {
            load(testbed, WARM_UP);
            List<Use> before = Contender.chosen().stream()
                    .map(each -> Use.of(testbed, each))
                    .toList();
            load(testbed, Duration.ofMinutes(MINUTES));
            for (int i = 0; i < before.size(); i++) {
                Contender contender = Contender.chosen().get(i);
                Use use = Use.of(testbed, contender).minus(before.get(i));
                String line = String.format(
                        Locale.ROOT,
                        "%s,%d,%d,%.2f,%.1f",
                        contender.label(),
                        use.tasks,
                        use.calls,
                        use.cpuNanos / 1e9,
                        use.cpuNanos / 1e3 / use.calls);
                System.out.println(line);
                lines.add(line);
            }
        }
        Files.write(directory.resolve("saturated.csv"), lines);
    }

    /** The same tasks for all. */
    private void load(Testbed testbed, Duration span) {
        long start = System.nanoTime();
        long next = start;
        while (next - start < span.toNanos()) {
            LockSupport.parkNanos(next - System.nanoTime());
            double seconds = new Lifetime.LogNormal(30, 0.5).draw(random);
            String task = "sim-" + tasks++ + String.format(Locale.ROOT, ";for=%.1fs;end=done", seconds);
            Contender.chosen().forEach(each -> testbed.lane(each).submit(task));
            next += (long) (-Math.log(1 - random.nextDouble()) / TASKS_PER_SECOND * 1e9);
        }
    }

    /** So far. */
    private record Use(long tasks, long calls, long cpuNanos) {
        static Use of(Testbed testbed, Contender contender) {
            Testbed.Lane lane = testbed.lane(contender);
            return new Use(
                    lane.answers().soFar().seenAt().size(),
                    lane.simulator().stats().calls(),
                    testbed.cpu(contender).contender());
        }

        Use minus(Use other) {
            return new Use(tasks - other.tasks, calls - other.calls, cpuNanos - other.cpuNanos);
        }
    }
}
