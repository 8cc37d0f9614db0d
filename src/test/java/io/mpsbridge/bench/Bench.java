package io.mpsbridge.bench;

import static java.util.Map.entry;

import io.mpsbridge.testing.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the parts that are named: {@code mvn -Pbench -Dbench=polling,plan}. Each prints, and writes files of its own.
 */
public final class Bench {

    /** A benchmark. */
    interface Part {
        /** Measures, prints, and writes files into the directory. */
        void run(Path directory) throws IOException;
    }

    private static final Map<String, Part> PARTS = new TreeMap<>(Map.ofEntries(
            entry("client", new ClientBench()),
            entry("latency", new LatencyBench()),
            entry("live", new LiveBench()),
            entry("memory", new MemoryBench()),
            entry("plan", new PlanBench()),
            entry("polling", new PollingBench()),
            entry("recovery", new RecoveryBench()),
            entry("restart", new RestartBench()),
            entry("saturated", new SaturatedBench()),
            entry("scale", new ScaleBench()),
            entry("startup", new StartupBench()),
            entry("throughput", new ThroughputBench()),
            entry("units", new UnitsBench())));

    private Bench() {}

    /** Takes the names of the parts with commas between, or {@code all}, and the directory to write to. */
    public static void main(String[] arguments) throws IOException {
        List<String> names =
                arguments[0].equals("all") ? List.copyOf(PARTS.keySet()) : List.of(arguments[0].split(","));
        if (!PARTS.keySet().containsAll(names)) {
            System.err.println("-Dbench=" + arguments[0] + ": the parts are " + PARTS.keySet() + ", or all");
            System.exit(2);
        }
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        System.out.println(Machine.describe());
        for (String name : names) {
            PARTS.get(name).run(directory);
        }
    }
}
