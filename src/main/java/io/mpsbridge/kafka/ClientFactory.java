package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Opens the clients of a loop; nothing is sent yet. */
final class ClientFactory {

    private ClientFactory() {}

    static Clients create(KafkaSettings settings, LongSupplier nanos) {
        ClientConfigs configs = new ClientConfigs(settings);
        Map<String, Object> producer = configs.producer();
        Duration transactionTimeout = Duration.ofMillis(
                Long.parseLong(String.valueOf(producer.get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG))));
        LoopCounts counts = new LoopCounts();
        OutcomeWriter writer =
                new OutcomeWriter(() -> new KafkaProducer<>(producer), transactionTimeout, nanos, counts);
        Admin admin = Admin.create(configs.admin());
        return new Clients(
                new KafkaConsumer<>(configs.consumer()), writer, admin, new BrokerLimits(admin, settings), counts);
    }
}
