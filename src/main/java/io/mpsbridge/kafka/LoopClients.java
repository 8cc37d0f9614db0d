package io.mpsbridge.kafka;

import io.mpsbridge.clients.BrokerLimits;
import io.mpsbridge.clients.ClientFactory;
import io.mpsbridge.clients.ClientObserver;
import io.mpsbridge.clients.KafkaSettings;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

record LoopClients(
        Consumer<byte[], byte[]> consumer,
        PollWakeup wakeup,
        OutcomeWriter writer,
        Admin admin,
        BrokerLimits limits,
        LoopCounts counts) {

    LoopClients(
            Consumer<byte[], byte[]> consumer,
            OutcomeWriter writer,
            Admin admin,
            BrokerLimits limits,
            LoopCounts counts) {
        this(consumer, new PollWakeup(consumer), writer, admin, limits, counts);
    }

    /**
     * Opens the clients without sending anything. On failure closes those already open, so that the caller can retry.
     */
    static LoopClients open(KafkaSettings settings, LongSupplier nanos, ClientObserver observer) {
        ClientFactory factory = new ClientFactory(settings, observer);
        LoopCounts counts = new LoopCounts();
        OutcomeWriter writer = new OutcomeWriter(factory::producer, factory.transactionTimeout(), nanos, counts);
        Admin admin = factory.admin();
        try {
            return new LoopClients(factory.consumer(), writer, admin, new BrokerLimits(admin, settings, nanos), counts);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }
}
