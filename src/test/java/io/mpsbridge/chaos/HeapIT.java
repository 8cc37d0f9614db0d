package io.mpsbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mpsbridge.testing.ChildProcess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a bridge keeps of the tasks that it has answered: nothing. An hour's work at 20 requests per second is 72,000
 * requests: {@code -Dheap.tasks=72000}; the build does a part of it.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeapIT {
    private static final int TASKS = Integer.getInteger("heap.tasks", 12_000);
    private static final int RATE_LIMIT = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    /**
     * Of code and caches that warm up; the tasks of the build alone would be 6 MB at the 512 bytes that each may take.
     */
    private static final long FLAT_BYTES = 4L << 20;

    @Test
    void theHeapIsAfterALotOfWorkAsItWasAtTheStart() throws Exception {
        assumeTrue(LiveHeap.canBeMeasured(), "a runtime without jcmd");
        try (var rig = Rig.start(Mode.STANDBY, 2, 1, RATE_LIMIT);
                var bridge = ChildProcess.bridge("replica-1", rig.environment("replica-1"), "run")) {
            work(rig, 0, TASKS / 4);
            long early = LiveHeap.bytes(bridge).orElseThrow();
            work(rig, TASKS / 4, TASKS);
            long late = LiveHeap.bytes(bridge).orElseThrow();

            System.out.printf(
                    "live heap after %d tasks %d kB, after %d tasks and %d requests %d kB%n",
                    TASKS / 4,
                    early >> 10,
                    TASKS,
                    rig.simulator().stats().tasks().polls(),
                    late >> 10);
            assertThat(late - early).isLessThan(FLAT_BYTES);
        }
    }

    /** Returns once all of it is answered. */
    private static void work(Rig rig, int from, int to) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", rig.brokers().bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                var admin = rig.brokers().admin()) {
            for (int i = from; i < to; i++) {
                var value = ("{\"taskId\":\"sim-" + i + ";for=1s;end=done\"}").getBytes(UTF_8);
                var unused = producer.send(new ProducerRecord<>(Rig.CREATED, i % Rig.PARTITIONS, null, value));
            }
            producer.flush();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (lag(admin) > 0) {
                assertThat(System.nanoTime()).as("answers in time").isLessThan(deadline);
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    private static long lag(Admin admin) throws Exception {
        var ends = admin.listOffsets(IntStream.range(0, Rig.PARTITIONS)
                        .mapToObj(number -> new TopicPartition(Rig.CREATED, number))
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                .all()
                .get(30, TimeUnit.SECONDS);
        var committed = admin.listConsumerGroupOffsets(Rig.GROUP)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS);
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    var offset = committed.get(end.getKey());
                    return end.getValue().offset() - (offset == null ? 0 : offset.offset());
                })
                .sum();
    }
}
