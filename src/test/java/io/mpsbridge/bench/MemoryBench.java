package io.mpsbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Heap per task in flight beyond the bytes of its own event, by the number in flight: everything counts that the bridge
 * keeps from the moment when the record is read until its answer is ready ({@link HeldTasks}). Each measurement is made
 * in a process of its own, so that nothing of an earlier one is freed meanwhile, with at most 1 GiB of heap.
 */
final class MemoryBench implements Bench.Part {

    private static final int[] IN_FLIGHT = {1_000, 10_000, 100_000, 1_000_000};
    private static final int ROUNDS = 3;
    /** Else a collection leaves gaps, filled with arrays that count as used. */
    private static final List<String> JVM = List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1");

    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** Of the design: more would be a defect. */
    private static final int ALLOWED = 512;

    private record Row(int inFlight, Spread heapBytes, double eventBytes) {
        double allMegabytes() {
            return inFlight * (heapBytes.median() + eventBytes) / 1024 / 1024;
        }
    }

    /** Measures, prints, and writes {@code memory.csv} and {@code memory.png} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        List<Row> rows = new ArrayList<>();
        System.out.printf(
                "%nheap per task in flight, %d rounds, at most 1 GiB of heap%n%10s %28s %10s %10s%n",
                ROUNDS, "in flight", "bytes beyond event (spread)", "event", "all, MiB");
        for (int inFlight : IN_FLIGHT) {
            Row row = measure(inFlight);
            rows.add(row);
            System.out.printf(
                    Locale.ROOT,
                    "%10d %10.0f (%6.0f to %6.0f) %10.0f %10.1f%n",
                    inFlight,
                    row.heapBytes().median(),
                    row.heapBytes().least(),
                    row.heapBytes().most(),
                    row.eventBytes(),
                    row.allMegabytes());
        }
        write(rows, directory);
    }

    private static Row measure(int inFlight) {
        List<HeldTasks.Weight> rounds =
                IntStream.range(0, ROUNDS).mapToObj(round -> weigh(inFlight)).toList();
        return new Row(
                inFlight,
                Spread.of(rounds.stream().map(HeldTasks.Weight::heapBytes).toList()),
                rounds.get(0).eventBytes());
    }

    private static HeldTasks.Weight weigh(int inFlight) {
        return HeldTasks.Weight.parse(Measurement.of(HeldTasks.class, JVM, LIMIT, String.valueOf(inFlight)));
    }

    private static void write(List<Row> rows, Path directory) throws IOException {
        List<String> csv = new ArrayList<>(List.of("in_flight,heap_bytes_per_task,least,most,event_bytes,all_mib"));
        for (Row row : rows) {
            csv.add(String.format(
                    Locale.ROOT,
                    "%d,%.1f,%.1f,%.1f,%.1f,%.1f",
                    row.inFlight(),
                    row.heapBytes().median(),
                    row.heapBytes().least(),
                    row.heapBytes().most(),
                    row.eventBytes(),
                    row.allMegabytes()));
        }
        Files.write(directory.resolve("memory.csv"), csv);
        Picture.of(
                "heap bytes per task in flight beyond its event",
                rows.stream().map(row -> String.valueOf(row.inFlight())).toList(),
                List.of(
                        new Picture.Series(
                                "measured",
                                rows.stream()
                                        .map(row -> row.heapBytes().median())
                                        .toList()),
                        new Picture.Series(
                                "allowed",
                                rows.stream().map(row -> (double) ALLOWED).toList())),
                directory.resolve("memory.png"));
        System.out.println("written: memory.csv and memory.png in " + directory);
    }
}
