package io.mpsbridge.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadCommittedIT {

    @Test
    void everyCommittedRecordIsReadAndCountedAndNoOther() throws Exception {
        var broker = SharedBroker.get();
        var one = "one-" + UUID.randomUUID();
        var two = "two-" + UUID.randomUUID();
        broker.createTopics(Map.of(one, 3, two, 1));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer-" + one);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            write(producer, event(one, "id-1", "{\"taskId\":\"t-1\"}"));
            write(producer, event(one, "id-2", "{\"taskId\":\"t-2\"}"));
            write(producer, event(two, "id-2", "{\"taskId\":\"t-2\"}"));
            write(producer, event(two, "id-3", "not json"));
            producer.commitTransaction();
            producer.beginTransaction();
            write(producer, event(one, "id-4", "{\"taskId\":\"t-4\"}"));
            producer.abortTransaction();
            producer.beginTransaction();
            write(producer, event(one, "id-5", "{\"taskId\":\"t-5\"}"));

            var seen = ReadCommitted.from(broker.bootstrapServers(), one, two);

            assertThat(seen.records()).hasSize(4);
            assertThat(seen.countsByEventId()).isEqualTo(Map.of("id-1", 1, "id-2", 2, "id-3", 1));
            assertThat(seen.countsByTaskId()).isEqualTo(Map.of("t-1", 1, "t-2", 2));
            producer.abortTransaction();
        }
    }

    private static void write(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> event)
            throws Exception {
        producer.send(event).get(30, TimeUnit.SECONDS);
    }

    private static ProducerRecord<byte[], byte[]> event(String topic, String id, String value) {
        var record = new ProducerRecord<byte[], byte[]>(topic, value.getBytes(UTF_8));
        record.headers().add("ce_id", id.getBytes(UTF_8));
        return record;
    }
}
