package io.mpsbridge.clients;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Observes the loop's clients, for their metrics, on the thread that opens them. */
public interface ClientObserver {

    /** The only consumer. */
    void opened(Consumer<?, ?> consumer);

    /** A producer; the one before it, if any, is closed. */
    void opened(Producer<?, ?> producer);
}
