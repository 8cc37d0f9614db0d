package io.mpsbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.testing.ChildProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A codec whose library cannot be unpacked, as under a read-only root: its batches alone are not read. */
class UnreadableCodecIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final List<String> SNAPPY = List.of("sim-snappy-1;for=1s", "sim-snappy-2;for=1s");

    @Test
    void aBatchWhoseCodecCannotBeLoadedHoldsItsPartitionAloneAndIsReadAfterARestart() throws Exception {
        try (BridgeRig rig = new BridgeRig(3, 200)) {
            for (int i = 0; i < 6; i++) {
                rig.send(new ProducerRecord<>(
                        rig.topics().created(), i % 3, null, BridgeRig.json("sim-plain-" + i + ";for=1s")));
            }
            snappy(rig, SNAPPY);
            Map<String, String> environment = new HashMap<>(rig.environment("a"));
            environment.put("JAVA_TOOL_OPTIONS", "-Dorg.xerial.snappy.tempdir=/proc/nowhere");

            try (ChildProcess bridge = ChildProcess.bridge("codec", environment, "run")) {
                bridge.awaitLine("a partition cannot be read", SOON);
                for (int i = 0; i < 20; i++) {
                    rig.send(new ProducerRecord<>(
                            rig.topics().created(), i % 2 * 2, null, BridgeRig.json("sim-later-" + i + ";for=1s")));
                }
                BridgeRig.await(
                        () -> rig.answers().countsByTaskId().size() >= 24,
                        "the others are answered: "
                                + rig.answers().countsByTaskId().keySet(),
                        SOON);
                assertThat(rig.answers().countsByTaskId()).doesNotContainKeys(SNAPPY.get(0), SNAPPY.get(1));
                assertThat(bridge.lines())
                        .filteredOn(line -> line.contains("a partition cannot be read"))
                        .singleElement()
                        .satisfies(line ->
                                assertThat(line).contains(rig.topics().created() + "-1", "snappy", "-Djava.io.tmpdir"));
                bridge.kill();
            }
            try (ChildProcess bridge = ChildProcess.bridge("codec", rig.environment("a"), "run")) {
                BridgeRig.await(() -> rig.answers().countsByTaskId().size() == 28, "all are answered", SOON);
                assertThat(rig.answers().countsByTaskId())
                        .containsKeys(SNAPPY.get(0), SNAPPY.get(1))
                        .doesNotContainValue(2);
                assertThat(bridge.isAlive()).isTrue();
            }
        }
    }

    private static void snappy(BridgeRig rig, List<String> taskIds) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", rig.broker().bootstrapServers(), "compression.type", "snappy"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String taskId : taskIds) {
                producer.send(new ProducerRecord<>(rig.topics().created(), 1, null, BridgeRig.json(taskId)))
                        .get();
            }
        }
    }
}
