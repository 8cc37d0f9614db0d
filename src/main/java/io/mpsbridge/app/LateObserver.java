package io.mpsbridge.app;

import io.mpsbridge.clients.ClientObserver;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes clients on once the observer exists, so that opening them does not wait for it. */
final class LateObserver implements ClientObserver {

    private static final Logger LOG = LoggerFactory.getLogger(LateObserver.class);

    private final CompletableFuture<? extends ClientObserver> observer;

    LateObserver(CompletableFuture<? extends ClientObserver> observer) {
        this.observer = observer;
    }

    @Override
    public void opened(Consumer<?, ?> consumer) {
        tell(there -> there.opened(consumer));
    }

    @Override
    public void opened(Producer<?, ?> producer) {
        tell(there -> there.opened(producer));
    }

    private void tell(java.util.function.Consumer<ClientObserver> what) {
        var unused = observer.thenAccept(what).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .setCause(failure)
                        .log("metrics of a Kafka client could not be registered; /metrics lacks them");
            }
        });
    }
}
