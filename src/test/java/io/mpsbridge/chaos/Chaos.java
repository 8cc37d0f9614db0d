package io.mpsbridge.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs all modes in turn for as long as asked: {@code mvn -Pchaos -Dchaos.minutes=N -Dchaos.seed=S}, on three brokers,
 * or on one with {@code -Dchaos.brokers=1}. Ends with exit code 1 if any record was not answered exactly once.
 */
public final class Chaos {
    private static final ChaosRun.Extent EXTENT =
            new ChaosRun.Extent(Duration.ofSeconds(100), 20, 12, 8, Duration.ofMinutes(3), FakeClocks::ifInstalled);

    private static final List<Mode> MODES = List.of(Mode.values());

    private Chaos() {}

    /** Arguments: minutes, seed, brokers; a seed of 0 is drawn. */
    public static void main(String[] arguments) {
        long minutes = Long.parseLong(arguments[0]);
        long given = Long.parseLong(arguments[1]);
        int brokers = Integer.parseInt(arguments[2]);
        long seed = given == 0 ? System.nanoTime() & 0xFFFFFF : given;
        System.out.println("chaos for " + minutes + " minutes; -Dchaos.seed=" + seed + " -Dchaos.brokers=" + brokers
                + " repeats it");
        var seeds = new Random(seed);
        var reports = new ArrayList<ChaosReport>();
        boolean good = true;
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        for (int i = 0; i == 0 || System.nanoTime() < end; i++) {
            // Every mode under both, and both within the first two runs.
            int transactionVersion = (i + i / MODES.size()) % 2 == 0 ? 2 : 0;
            var subject = new ChaosRun.Subject(MODES.get(i % MODES.size()), transactionVersion, brokers);
            var runs = ChaosRun.run(subject, seeds.nextInt(1_000_000), EXTENT);
            reports.addAll(runs);
            good &= runs.get(runs.size() - 1).isGood();
        }
        System.out.println(ChaosRun.summary(reports));
        System.exit(good ? 0 : 1);
    }
}
