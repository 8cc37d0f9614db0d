package io.mpsbridge.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs all modes in turn for as long as asked: {@code mvn -Pchaos -Dchaos.minutes=N -Dchaos.seed=S}. Ends with exit code 1
 * if any record was not answered exactly once.
 */
public final class Chaos {
    private static final ChaosRun.Extent EXTENT =
            new ChaosRun.Extent(Duration.ofSeconds(100), 20, 30, 8, Duration.ofMinutes(3));

    private static final List<Mode> MODES = List.of(Mode.values());

    private Chaos() {}

    /** Arguments: minutes, seed; a seed of 0 or none is drawn. */
    public static void main(String[] arguments) {
        long minutes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 5;
        long given = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        long seed = given == 0 ? System.nanoTime() & 0xFFFFFF : given;
        System.out.println("chaos for " + minutes + " minutes; -Dchaos.seed=" + seed + " repeats it");
        var seeds = new Random(seed);
        var reports = new ArrayList<ChaosReport>();
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        for (int i = 0; i == 0 || System.nanoTime() < end; i++) {
            var mode = MODES.get(i % MODES.size());
            int transactionVersion = i / MODES.size() % 2 == 0 ? 2 : 0;
            reports.add(ChaosRun.run(mode, transactionVersion, seeds.nextInt(1_000_000), EXTENT));
        }
        System.out.println(ChaosRun.summary(reports));
        System.exit(reports.stream().allMatch(ChaosReport::isGood) ? 0 : 1);
    }
}
