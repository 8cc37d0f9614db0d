package io.mpsbridge.clients;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Learns of the loop's clients, for the numbers that they keep about themselves; called on the thread that opens them. */
public interface ClientObserver {

    /** The one consumer was made. */
    void opened(Consumer<?, ?> consumer);

    /** A producer was made; the one before it, if any, is closed. */
    void opened(Producer<?, ?> producer);
}
