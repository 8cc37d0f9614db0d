package io.mpsbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.simulator.DurationSpec;
import io.mpsbridge.simulator.Effect;
import io.mpsbridge.simulator.Fault;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.testing.BrokerOptions;
import io.mpsbridge.testing.ChildProcess;
import io.mpsbridge.testing.ProcessBroker;
import io.mpsbridge.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three replicas hand the quota of 20 to each other in every way there is, with 60 ms of jitter on the way to the
 * server and back: as the server counts, no second sees more.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandoverIT {

    private static final int LIMIT = 20;
    /** Permits of all kinds. */
    private static final int ALL_QUOTAS = TaskKind.values().length * LIMIT;

    private static final int NOBODY = -1;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Pattern SHARE = Pattern.compile("share of all quotas together permits=\"(\\d+)\"");

    private final TcpProxy[] proxies = {TcpProxy.open(), TcpProxy.open(), TcpProxy.open()};
    private final Map<Integer, ChildProcess> replicas = new HashMap<>();
    private final List<String> report = new ArrayList<>();

    @Test
    void noSecondSeesMoreThanTheQuotaWhoeverHoldsIt() {
        handOver("standby");
    }

    @Tag("full")
    @Test
    void noSecondSeesMoreThanTheQuotaHoweverItIsShared() {
        handOver("shared");
    }

    private void handOver(String mode) {
        BrokerOptions options = BrokerOptions.defaults().with("group.min.session.timeout.ms", "1000");
        try (ProcessBroker broker = ProcessBroker.start(options, proxies);
                BridgeRig rig = new BridgeRig(broker, 4, LIMIT)) {
            rig.with("bridge.replicas", mode)
                    .with("kafka.consumer.session.timeout.ms", String.valueOf(SESSION.toMillis()));
            rig.simulator().faults().add(Fault.of(jitter(60)));
            for (int i = 0; i < 200; i++) {
                rig.event("sim-" + i + ";for=1h");
            }
            goThroughEverything(rig);
            System.out.println("handover, " + mode + ": " + String.join(", ", report));
            assertThat(rig.simulator().stats().peak()).isLessThanOrEqualTo(LIMIT);
            assertThat(rig.simulator().stats().refused()).isZero();
        } finally {
            replicas.values().forEach(ChildProcess::close);
            for (TcpProxy proxy : proxies) {
                proxy.close();
            }
        }
    }

    private void goThroughEverything(BridgeRig rig) {
        start(rig, 0);
        awaitPolls(rig, 2 * LIMIT);
        start(rig, 1);
        start(rig, 2);
        replicas.values().forEach(each -> each.awaitLine("mps-bridge started", PATIENCE));
        phase(rig, "joined", () -> awaitPolls(rig, 3 * LIMIT));
        phase(rig, "stopped", () -> {
            int holder = holder();
            replicas.get(holder).terminate();
            replicas.get(holder).awaitExit(PATIENCE);
            replicas.remove(holder).close();
            awaitPolls(rig, 3 * LIMIT);
            start(rig, holder);
            replicas.get(holder).awaitLine("mps-bridge started", PATIENCE);
        });
        phase(rig, "killed", () -> {
            int holder = holder();
            replicas.remove(holder).close();
            awaitPartitionsOf(holder);
            awaitPolls(rig, 3 * LIMIT);
            start(rig, holder);
            replicas.get(holder).awaitLine("mps-bridge started", PATIENCE);
        });
        phase(rig, "cut off", () -> {
            int holder = holder();
            proxies[holder].stall();
            awaitPartitionsOf(holder);
            awaitPolls(rig, 3 * LIMIT);
            proxies[holder].resume();
            awaitPolls(rig, 2 * LIMIT);
        });
        phase(rig, "frozen and thawed", () -> {
            int holder = holder();
            replicas.get(holder).freeze();
            awaitPartitionsOf(holder);
            awaitPolls(rig, 3 * LIMIT);
            replicas.get(holder).thaw();
            awaitPolls(rig, 3 * LIMIT);
        });
    }

    private void phase(BridgeRig rig, String name, Runnable what) {
        awaitPartitionsOf(NOBODY);
        long calls = rig.simulator().stats().calls();
        long start = System.nanoTime();
        what.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        report.add(String.format(
                "%s: %.1f s, %.1f/s, peak so far %d",
                name,
                seconds,
                (rig.simulator().stats().calls() - calls) / seconds,
                rig.simulator().stats().peak()));
    }

    private void start(BridgeRig rig, int id) {
        String instance = "replica-" + id;
        Map<String, String> environment = rig.environment(instance);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", proxies[id].address());
        replicas.put(id, ChildProcess.bridge(instance, environment, "run"));
    }

    /** Who has most of the quota. */
    private int holder() {
        return replicas.keySet().stream()
                .max(Comparator.comparingInt(id -> share(replicas.get(id))))
                .orElseThrow();
    }

    private static int share(ChildProcess replica) {
        return replica.lines().stream()
                .map(SHARE::matcher)
                .filter(Matcher::find)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .reduce(0, (first, second) -> second);
    }

    /** Waits until the others have all permits between them. */
    private void awaitPartitionsOf(int gone) {
        BridgeRig.await(
                () -> replicas.entrySet().stream()
                                .filter(each -> each.getKey() != gone)
                                .mapToInt(each -> share(each.getValue()))
                                .sum()
                        == ALL_QUOTAS,
                "the others to take over",
                PATIENCE);
    }

    private static void awaitPolls(BridgeRig rig, int more) {
        long before = rig.simulator().stats().calls();
        BridgeRig.await(() -> rig.simulator().stats().calls() >= before + more, more + " polls", PATIENCE);
    }

    private static Effect jitter(int millis) {
        DurationSpec random = new DurationSpec.Uniform(Duration.ZERO, Duration.ofMillis(millis));
        return new Effect.Latency(random, random);
    }
}
