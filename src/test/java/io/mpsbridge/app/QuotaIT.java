package io.mpsbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.simulator.DurationSpec;
import io.mpsbridge.simulator.Effect;
import io.mpsbridge.simulator.Fault;
import io.mpsbridge.simulator.Stats;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The quota at the server, with 200 tasks in flight that keep every permit busy. */
class QuotaIT {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaIT.class);
    private static final int REQUESTS = 500;

    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void noSecondSeesMoreThanTwentyRequests(int jitterMillis) {
        try (BridgeRig rig = new BridgeRig(4)) {
            if (jitterMillis > 0) {
                rig.simulator().faults().add(Fault.of(jitter(jitterMillis)));
            }
            try (Bridge bridge = rig.start()) {
                for (int i = 0; i < 200; i++) {
                    rig.event("sim-" + i + ";for=10m");
                }
                BridgeRig.await(
                        () -> rig.simulator().stats().calls() >= REQUESTS,
                        REQUESTS + " requests",
                        Duration.ofMinutes(2));
                assertThat(bridge.adminPort()).isPositive();
            }

            Stats stats = rig.simulator().stats();
            LOG.atInfo()
                    .addKeyValue("jitterMillis", jitterMillis)
                    .addKeyValue("callsPerSecond", String.format(Locale.ROOT, "%.2f", whileSaturated(rig)))
                    .addKeyValue("calls", stats.calls())
                    .addKeyValue("peak", stats.peak())
                    .log("quota under saturation");
            assertThat(stats.calls()).isGreaterThanOrEqualTo(REQUESTS);
            assertThat(stats.peak()).isLessThanOrEqualTo(20);
            assertThat(stats.refused()).isZero();
        }
    }

    /** The mean of the seconds between the start and the stop. */
    private static double whileSaturated(BridgeRig rig) {
        List<Integer> seconds = rig.simulator().perSecond(0, 1_000).calls().stream()
                .dropWhile(calls -> calls == 0)
                .toList();
        return seconds.subList(2, seconds.size() - 2).stream()
                .mapToInt(Integer::intValue)
                .average()
                .orElse(0);
    }

    private static Effect jitter(int millis) {
        DurationSpec random = new DurationSpec.Uniform(Duration.ZERO, Duration.ofMillis(millis));
        return new Effect.Latency(random, random);
    }
}
