package io.mpsbridge.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events whose times cannot be true, between good ones of one partition, that is, in one batch. */
class OddTimesIT {
    private static final int GOOD = 10;
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Map<String, String> ODD_EVENT_TIME = Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            "i",
            "ce_source",
            "/s",
            "ce_type",
            "t",
            "ce_time",
            "2026-11-27T23:20:00.370582GMT");

    @Test
    void oneOddTimeCostsNeitherItsOwnEventNorItsNeighboursTheirAnswers() {
        try (BridgeRig rig = new BridgeRig(1, 200)) {
            for (int i = 0; i < GOOD; i++) {
                rig.event("sim-good-" + i + ";for=1s");
            }
            send(rig, "unset", ",\"submittedAt\":\"0001-01-01T00:00:00Z\"", null, Map.of());
            send(rig, "deadline", ",\"deadline\":\"0001-01-01T00:00:00Z\"", null, Map.of());
            send(rig, "seconds", "", 1_795_000_000L, Map.of());
            send(rig, "zero", "", 0L, Map.of());
            send(rig, "gmt", "", null, ODD_EVENT_TIME);
            // The same id as a good one: it joins a task that is watched already.
            send(rig, "unset", ",\"submittedAt\":\"0001-01-01T00:00:00Z\"", null, Map.of());
            try (Bridge bridge = rig.start()) {
                assertThat(bridge.adminPort()).isPositive();
                rig.awaitRecords(GOOD + 6, SOON);
            }

            assertThat(rig.deadLetters().records()).isEmpty();
            assertThat(rig.answers().records())
                    .hasSize(GOOD + 6)
                    .allMatch(record -> record.topic().equals(rig.topics().completed()))
                    .noneMatch(record -> new String(record.value(), UTF_8).contains("0001-01-01"));
        }
    }

    private static void send(
            BridgeRig rig, String name, String more, @Nullable Long timestamp, Map<String, String> headers) {
        byte[] value = ("{\"taskId\":\"sim-" + name + ";for=1s\"" + more + "}").getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(rig.topics().created(), null, timestamp, null, value);
        headers.forEach((header, text) -> record.headers().add(header, text.getBytes(UTF_8)));
        rig.send(record);
    }
}
