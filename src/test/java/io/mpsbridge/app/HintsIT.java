package io.mpsbridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.check.Finding;
import io.mpsbridge.check.KafkaCheck;
import io.mpsbridge.simulator.Ending;
import io.mpsbridge.simulator.Stats;
import io.mpsbridge.simulator.TaskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hints that tasks may have ended, on a real broker. */
class HintsIT {

    private static final Logger LOG = LoggerFactory.getLogger(HintsIT.class);
    private static final Duration SOON = Duration.ofMinutes(2);
    /** With the quota of 20 each is polled every 17 s. */
    private static final int RUNNING = 300;

    private static final int ENDING = 40;
    private static final int FLOOD = 100_000;

    @Test
    void answersComeSoonerWithHintsAndTheQuotaHolds() {
        double without = meanDelay(false);
        double with = meanDelay(true);
        LOG.atInfo()
                .addKeyValue("without", String.format(Locale.ROOT, "%.2f", without))
                .addKeyValue("with", String.format(Locale.ROOT, "%.2f", with))
                .log("mean delay in seconds, without and with hints");
        assertThat(with).isLessThan(without / 2);
    }

    /** Of tasks that end among others that run on, which keep every permit busy. */
    private static double meanDelay(boolean hinted) {
        try (BridgeRig rig = new BridgeRig(4)) {
            String hints = rig.group() + "-hints";
            rig.broker().createTopics(Map.of(hints, 3));
            if (hinted) {
                rig.with("bridge.topics.hints", hints);
            }
            try (Bridge bridge = rig.start()) {
                rig.events(RUNNING, i -> "sim-running-" + i + ";for=10m");
                Instant now = Instant.now();
                for (int i = 0; i < ENDING; i++) {
                    Duration takes = Duration.ofSeconds(15).plusMillis(200L * i);
                    rig.simulator().create("ending-" + i, now, takes, Ending.DONE);
                }
                rig.events(ENDING, i -> "ending-" + i);
                Set<String> told = new HashSet<>();
                BridgeRig.await(
                        () -> {
                            tellEnds(rig, hints, told);
                            return rig.answers().records().size() == ENDING;
                        },
                        ENDING + " answers",
                        SOON);
                if (hinted) {
                    assertThat(metric(bridge, "hints_total{result=\"taken\"}")).isPositive();
                    assertThat(metric(bridge, "hints_total{result=\"ignored\"}"))
                            .isEqualTo(2 * ENDING);
                    assertThat(metric(bridge, "hints_total{result=\"unknown\"}"))
                            .isGreaterThanOrEqualTo(ENDING);
                }
            }
            Stats stats = rig.simulator().stats();
            assertThat(stats.peak()).isLessThanOrEqualTo(20);
            assertThat(stats.refused()).isZero();
            assertThat(rig.deadLetters().records()).isEmpty();
            return stats.detectionDelay().meanSeconds();
        }
    }

    /** As a relay of bucket notices would, some of which are about other things. */
    private static void tellEnds(BridgeRig rig, String hints, Set<String> told) {
        Instant now = Instant.now();
        for (TaskReport task : rig.simulator().tasks(0, 1_000)) {
            Instant end = task.endsAt();
            if (end != null && end.isBefore(now) && told.add(task.id())) {
                boolean byKey = told.size() % 2 == 0;
                rig.send(
                        byKey
                                ? new ProducerRecord<>(hints, task.id().getBytes(UTF_8), null)
                                : new ProducerRecord<>(hints, null, BridgeRig.json(task.id())));
                rig.send(new ProducerRecord<>(hints, null, null));
                rig.send(new ProducerRecord<>(hints, new byte[] {(byte) 0xff}, "<not json>".getBytes(UTF_8)));
                rig.send(new ProducerRecord<>(hints, null, BridgeRig.json("nobody's")));
            }
        }
    }

    @Test
    void aTopicThatIsMissingOrDeletedDisturbsNothingAndIsReadOnceItIsThere() throws Exception {
        try (BridgeRig rig = new BridgeRig(2);
                Admin admin = rig.broker().admin()) {
            String hints = rig.group() + "-hints";
            rig.with("bridge.topics.hints", hints);
            assertThat(finding(rig, hints).severity()).isEqualTo(Finding.Severity.WARNING);
            try (Bridge bridge = rig.start()) {
                rig.event("sim-one;for=1s");
                rig.awaitRecords(1, SOON);
                assertThat(metric(bridge, "ready")).isEqualTo(1);
                assertThat(metric(bridge, "hints_readable")).isZero();

                rig.broker().createTopics(Map.of(hints, 1));
                await(() -> metric(bridge, "hints_readable") == 1, "the topic is read");
                assertThat(finding(rig, hints).severity()).isEqualTo(Finding.Severity.OK);
                rig.send(new ProducerRecord<>(hints, null, BridgeRig.json("nobody's")));
                await(() -> metric(bridge, "hints_total{result=\"unknown\"}") == 1, "the hint is counted");

                admin.deleteTopics(List.of(hints)).all().get(30, TimeUnit.SECONDS);
                await(() -> metric(bridge, "hints_readable") == 0, "the topic is missed");
                rig.event("sim-two;for=1s");
                rig.awaitRecords(2, SOON);
                assertThat(metric(bridge, "ready")).isEqualTo(1);

                rig.broker().createTopics(Map.of(hints, 2));
                await(() -> metric(bridge, "hints_readable") == 1, "the topic is read again");
            }
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // the close waits for all of them
    void moreHintsThanAnybodyNeedsArePassedOverAndCounted() {
        try (BridgeRig rig = new BridgeRig(2)) {
            String hints = rig.group() + "-hints";
            rig.broker().createTopics(Map.of(hints, 2));
            try (Bridge bridge = rig.with("bridge.topics.hints", hints).start()) {
                await(() -> metric(bridge, "hints_readable") == 1, "the topic is read");
                rig.event("sim-one;for=2s");
                try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", rig.broker().bootstrapServers(), "linger.ms", "20"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
                    for (int i = 0; i < FLOOD; i++) {
                        producer.send(new ProducerRecord<>(hints, null, BridgeRig.json("nobody's-" + i)));
                    }
                }
                rig.awaitRecords(1, SOON);
                await(
                        () -> metric(bridge, "hints_total{result=\"unknown\"}")
                                        + metric(bridge, "hints_total{result=\"skipped\"}")
                                == FLOOD,
                        "each is counted once");
                assertThat(metric(bridge, "hints_total{result=\"skipped\"}")).isPositive();
            }
        }
    }

    private static void await(BooleanSupplier condition, String what) {
        BridgeRig.await(condition, what, SOON);
    }

    private static Finding finding(BridgeRig rig, String topic) throws InterruptedException {
        return new KafkaCheck(rig.settings())
                .findings().stream()
                        .filter(finding -> finding.what().equals("topic " + topic))
                        .findFirst()
                        .orElseThrow();
    }

    private static double metric(Bridge bridge, String name) {
        return BridgeRig.get(bridge.adminPort(), "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("mpsbridge_" + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }
}
