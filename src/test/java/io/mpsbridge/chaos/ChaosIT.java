package io.mpsbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Short forms of {@link Chaos}: the same faults every time, unless {@code -Dchaos.seed=S} asks for others. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChaosIT {
    private static final ChaosRun.Extent EXTENT =
            new ChaosRun.Extent(Duration.ofSeconds(11), 3, 20, 4, Duration.ofMinutes(4), FakeClocks::none);
    /** With it, every kind of fault occurs, and each run has a replica that dies or freezes. */
    private static final long SEED = 772;
    /** With it, a replica is killed, another is frozen, and the broker is killed. */
    private static final long SEED_OF_ONE = 595;

    /** Most of a run is waiting for sessions to end. */
    private static final int AT_ONCE = 3;

    @Test
    void whateverBreaksEveryRecordIsAnsweredExactlyOnce() {
        var reports =
                ChaosRun.run(new ChaosRun.Subject(Mode.STANDBY, 2, 1), Long.getLong("chaos.seed", SEED_OF_ONE), EXTENT);
        assertGood(reports.get(reports.size() - 1));
    }

    @Tag("full")
    @Test
    void whateverBreaksEveryRecordIsAnsweredExactlyOnceInEveryModeUnderBothTransactionVersions() throws Exception {
        var seeds = new Random(Long.getLong("chaos.seed", SEED));
        List<Callable<List<ChaosReport>>> runs = new ArrayList<>();
        for (var mode : Mode.values()) {
            runs.add(run(mode, 2, seeds));
            runs.add(run(mode, 0, seeds));
        }
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<ChaosReport> reports = new ArrayList<>();
        List<ChaosReport> last = new ArrayList<>();
        try {
            for (var future : threads.invokeAll(runs)) {
                var each = future.get();
                reports.addAll(each);
                last.add(each.get(each.size() - 1));
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println(ChaosRun.summary(reports));
        assertThat(last).allSatisfy(ChaosIT::assertGood);
    }

    private static void assertGood(ChaosReport report) {
        assertThat(report.isGood()).as(report.toString()).isTrue();
    }

    private static Callable<List<ChaosReport>> run(Mode mode, int transactionVersion, Random seeds) {
        long seed = seeds.nextInt(1_000_000);
        return () -> ChaosRun.run(new ChaosRun.Subject(mode, transactionVersion, 1), seed, EXTENT);
    }
}
