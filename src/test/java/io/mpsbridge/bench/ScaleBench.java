package io.mpsbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the bridge goes, in virtual time where real time and a real service do not: quotas of up to a hundred
 * thousand requests per second, ten million tasks, quotas that are divided among replicas, and what a partition's
 * committed map holds. The real plan, permits, shares and offset trackers; durations are LN(30,.5).
 */
final class ScaleBench implements Bench.Part {

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final List<String> JVM = List.of("-Xmx12g", "-XX:+UseSerialGC");

    /** Measures, prints, and writes {@code scale.txt} into the directory. */
    @Override
    public void run(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        part(lines, ScaleLoad.HEAD, List.of("20", "200", "2000", "20000", "100000"), ScaleLoad.class);
        part(lines, InFlightLoad.HEAD, List.of("1000", "100000", "1000000", "10000000"), InFlightLoad.class);
        part(
                lines,
                SharedLoad.HEAD,
                List.of(
                        "3 1 0",
                        "3 5 0",
                        "10 1 0",
                        "10 2 0",
                        "10 5 0",
                        "10 20 0",
                        "18 1 0",
                        "18 5 0",
                        "10 5 0.1",
                        "10 5 0.25"),
                SharedLoad.class);
        part(
                lines,
                PartitionMapLoad.HEAD,
                List.of("0 0", "0.02 1500", "0.02 7200", "0.2 7200"),
                PartitionMapLoad.class);
        Files.write(directory.resolve("scale.txt"), lines);
    }

    private static void part(List<String> lines, String head, List<String> rows, Class<?> main) {
        tell(lines, head);
        rows.forEach(row -> tell(lines, Measurement.of(main, JVM, LIMIT, row.split(" "))));
    }

    private static void tell(List<String> lines, String line) {
        System.out.println(line);
        lines.add(line);
    }
}
