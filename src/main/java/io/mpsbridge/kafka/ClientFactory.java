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
        Admin admin = Admin.create(configs.admin());
        KafkaConsumer<byte[], byte[]> consumer = consumer(configs, admin);
        observer.opened(consumer);
        return new Clients(consumer, writer, admin, new BrokerLimits(admin, settings, nanos), counts);
    }

    /** What cannot be opened now may be tried again and again: nothing half open is left behind. */
    private static KafkaConsumer<byte[], byte[]> consumer(ClientConfigs configs, Admin admin) {
        try {
            return new KafkaConsumer<>(configs.consumer());
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static Producer<byte[], byte[]> open(Map<String, Object> config, ClientObserver observer) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config);
        observer.opened(producer);
        return producer;
    }
}
