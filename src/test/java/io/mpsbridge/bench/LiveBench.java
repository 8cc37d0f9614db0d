package io.mpsbridge.bench;

import io.mpsbridge.simulator.Concurrency;
import io.mpsbridge.simulator.Order;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.InProcessBroker;
import io.mpsbridge.testing.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Two rows of the polling bench in real life, with a broker and the simulator, four times as fast
 * ({@code -Dbench.live.faster}): arrivals, durations and pauses between polls, and four times the quota. The bridge
 * under both policies and the loop that teams write do the same tasks side by side, each in a process of its own and
 * with a simulator of its own. Delays are told in the time of the original.
 */
final class LiveBench implements Bench.Part {

    private static final int FASTER = Integer.getInteger("bench.live.faster", 4);
    private static final int QUOTA = 20 * FASTER;
    private static final long SEED = Long.getLong("bench.seed", 20_261_124L);

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);

    /** @param tasks in the time of the original */
    private record Row(String id, String name, Concurrency concurrency, List<Arrival> tasks) {}

    private static List<Row> rows() {
        Load steady = Load.of("LN(30,.5) 3/s", 3, new Lifetime.LogNormal(30, 0.5));
        QueueLoad batches = QueueLoad.of(50, 1, 500, 600, new Lifetime.LogNormal(20, 0.3));
        return List.of(
                new Row("steady", steady.name(), Concurrency.UNLIMITED, Arrivals.draw(steady, 0, 720, SEED)),
                new Row(
                        "batches",
                        "50 slots, 1/s + 500 / 600 s",
                        new Concurrency(batches.slots(), Order.FIFO),
                        batches.draw(1_200, SEED)));
    }

    /** Measures, prints, and writes {@code live.csv} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        List<String> lines = new ArrayList<>(List.of("load," + LiveResult.CSV_HEADER));
        try (KafkaBroker broker = InProcessBroker.start(BrokerOptions.defaults())) {
            for (Row row : rows()) {
                System.out.printf("%n%s, %d times as fast, quota %d%n", row.name, FASTER, QUOTA);
                System.out.println(LiveResult.HEADER);
                for (LiveResult result : measure(row, broker, directory)) {
                    System.out.println(result.text());
                    lines.add("\"" + row.name + "\"," + result.csv());
                }
            }
        }
        Files.write(directory.resolve("live.csv"), lines);
    }

    private static List<LiveResult> measure(Row row, KafkaBroker broker, Path directory) {
        LiveSide.Place place = new LiveSide.Place(broker, directory, row.id, row.concurrency, QUOTA);
        try (LiveSide adaptive = LiveSide.start("adaptive", Contender.BRIDGE, bridge("adaptive"), place);
                LiveSide backoff = LiveSide.start("backoff", Contender.BRIDGE, bridge("backoff"), place);
                LiveSide loop = LiveSide.start("SDK loop", Contender.SDK_LOOP, loop(), place)) {
            List<LiveSide> sides = List.of(adaptive, backoff, loop);
            submit(row.tasks, sides);
            await(sides);
            return sides.stream().map(side -> side.result(FASTER)).toList();
        }
    }

    private static Map<String, String> bridge(String policy) {
        return Map.of(
                "POLL_POLICY", policy,
                "POLL_MIN_INTERVAL", 1_000 / FASTER + "ms",
                "POLL_MAX_INTERVAL", 60_000 / FASTER + "ms");
    }

    private static Map<String, String> loop() {
        return Map.of(
                "FIRST_PAUSE_MILLIS", String.valueOf(1_000 / FASTER),
                "LONGEST_PAUSE_MILLIS", String.valueOf(30_000 / FASTER));
    }

    /** The same tasks for all; each side's simulator decides when a task starts. */
    private static void submit(List<Arrival> tasks, List<LiveSide> sides) {
        long start = System.nanoTime();
        for (Arrival task : tasks) {
            LockSupport.parkNanos(start + task.createdAt() / FASTER - System.nanoTime());
            Duration duration = Duration.ofNanos((task.endsAt() - task.startsAt()) / FASTER);
            sides.forEach(side -> side.submit(duration));
        }
    }

    private static void await(List<LiveSide> sides) {
        long deadline = System.nanoTime() + LAST_ANSWERS.toNanos();
        while (!sides.stream().allMatch(LiveSide::isDone) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }
}
