package io.mpsbridge.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.mpsbridge.clients.ClientObserver;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** The Kafka clients' own metrics, of the consumer and the current producer. */
final class KafkaMeters implements ClientObserver, AutoCloseable {

    private final MeterRegistry registry;
    private @Nullable KafkaClientMetrics consumer;
    private @Nullable KafkaClientMetrics producer;

    KafkaMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public synchronized void opened(Consumer<?, ?> opened) {
        close(consumer);
        consumer = bound(new KafkaClientMetrics(opened));
    }

    @Override
    public synchronized void opened(Producer<?, ?> opened) {
        close(producer);
        producer = bound(new KafkaClientMetrics(opened));
    }

    @Override
    public synchronized void close() {
        close(consumer);
        close(producer);
    }

    private KafkaClientMetrics bound(KafkaClientMetrics client) {
        client.bindTo(registry);
        return client;
    }

    private static void close(@Nullable KafkaClientMetrics client) {
        if (client != null) {
            client.close();
        }
    }
}
