package io.mpsbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.task.Lifetime;
import io.mpsbridge.testing.KafkaBroker;
import io.mpsbridge.testing.SharedBroker;
import io.mpsbridge.testing.TestTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RecentOutcomesIT {

    private static final Instant SUBMITTED = Instant.parse("2026-11-24T10:00:00Z");

    private final KafkaBroker broker = SharedBroker.get();
    private final String name = "h" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void theNewestCommittedEventsAreReadPartitionByPartitionAndWhatCannotBeReadIsPassedOver() {
        broker.createTopics(Map.of(name + "-completed", 2, name + "-failed", 1));
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < RecentOutcomes.RECORDS + 500; i++) {
                send(producer, name + "-completed", i % 2, json(i < 500 ? 100 : 2));
            }
            send(producer, name + "-failed", 0, "neither JSON nor anything else");
            send(producer, name + "-failed", 0, json(3));
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, name + "-failed", 0, json(77));
            producer.flush();
            producer.abortTransaction();
        }

        List<Lifetime> read = new RecentOutcomes(settings(), System::nanoTime).read();

        // A transaction's marker takes an offset too.
        assertThat(read).hasSizeBetween(RecentOutcomes.RECORDS - 2, RecentOutcomes.RECORDS + 1);
        assertThat(read).extracting(each -> each.unfinished().toSeconds()).containsOnly(2L, 3L);
        assertThat(read).filteredOn(each -> each.unfinished().toSeconds() == 3).hasSize(1);
    }

    @Test
    void emptyAndMissingTopicsAreAColdStart() {
        assertThat(new RecentOutcomes(settings(), System::nanoTime).read()).isEmpty();
        broker.createTopics(Map.of(name + "-completed", 2, name + "-failed", 1));
        assertThat(new RecentOutcomes(settings(), System::nanoTime).read()).isEmpty();
    }

    private KafkaSettings settings() {
        Map<String, String> servers = Map.of("bootstrap.servers", broker.bootstrapServers());
        return new KafkaSettings(
                new KafkaSettings.Clients(servers, servers, servers),
                new TestTopics(name).settings(),
                name,
                "replica-1",
                KafkaSettings.Replicas.STANDBY,
                KafkaSettings.Start.EARLIEST,
                1_000,
                1 << 20,
                4_096);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", name),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition, String value) {
        Future<?> unused = producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8)));
    }

    private static String json(int seconds) {
        Instant unfinished = SUBMITTED.plusSeconds(seconds);
        return "{\"taskId\":\"a\",\"submittedAt\":\"" + SUBMITTED + "\",\"lastUnfinishedAt\":\"" + unfinished
                + "\",\"detectedAt\":\"" + unfinished.plus(Duration.ofSeconds(1)) + "\"}";
    }
}
