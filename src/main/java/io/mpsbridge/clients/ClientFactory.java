package io.mpsbridge.clients;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Makes the loop's clients. A client sends nothing before it is used; the caller closes it. */
public final class ClientFactory {

    private final ClientConfigs configs;
    private final Map<String, Object> producer;
    private final ClientObserver observer;

    /** @throws org.apache.kafka.common.KafkaException if the settings contradict each other */
    public ClientFactory(KafkaSettings settings, ClientObserver observer) {
        this.configs = new ClientConfigs(settings);
        this.producer = configs.producer();
        this.observer = observer;
    }

    public Admin admin() {
        return Admin.create(configs.admin());
    }

    public Consumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(configs.consumer());
        observer.opened(consumer);
        return consumer;
    }

    /** A transactional producer, not yet initialised. */
    public Producer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> opened = new KafkaProducer<>(producer);
        observer.opened(opened);
        return opened;
    }

    /** How long a transaction may take before the coordinator aborts it. */
    public Duration transactionTimeout() {
        return Duration.ofMillis(
                Long.parseLong(String.valueOf(producer.get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG))));
    }
}
