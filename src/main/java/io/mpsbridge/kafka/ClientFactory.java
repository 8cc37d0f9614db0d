package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Opens the clients of a loop; nothing is sent yet. */
final class ClientFactory {

    private ClientFactory() {}

    static Clients create(KafkaSettings settings, LongSupplier nanos, ClientObserver observer) {
        ClientConfigs configs = new ClientConfigs(settings);
        Map<String, Object> producer = configs.producer();
        Duration transactionTimeout = Duration.ofMillis(
                Long.parseLong(String.valueOf(producer.get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG))));
        LoopCounts counts = new LoopCounts();
        OutcomeWriter writer = new OutcomeWriter(() -> open(producer, observer), transactionTimeout, nanos, counts);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(configs.consumer());
        observer.opened(consumer);
        Admin admin = Admin.create(configs.admin());
        return new Clients(consumer, writer, admin, new BrokerLimits(admin, settings, nanos), counts);
    }

    private static Producer<byte[], byte[]> open(Map<String, Object> config, ClientObserver observer) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config);
        observer.opened(producer);
        return producer;
    }
}
