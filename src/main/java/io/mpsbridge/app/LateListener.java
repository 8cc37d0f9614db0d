package io.mpsbridge.app;

import io.mpsbridge.clients.ClientObserver;
import io.mpsbridge.kafka.LoopListener;
import io.mpsbridge.task.Accepted;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the place of what is still being wired while the loop's clients are opened. The loop turns after that alone. */
final class LateListener implements LoopListener {

    private static final Logger LOG = LoggerFactory.getLogger(LateListener.class);

    private final CompletableFuture<LoopListener> listener;

    LateListener(CompletableFuture<LoopListener> listener) {
        this.listener = listener;
    }

    @Override
    public void watch(List<Accepted> tasks) {
        listener.join().watch(tasks);
    }

    @Override
    public void forget(int partition, int epoch) {
        listener.join().forget(partition, epoch);
    }

    @Override
    public void assignmentChanged(Set<Integer> partitions, int of) {
        listener.join().assignmentChanged(partitions, of);
    }

    @Override
    public boolean hasPermits() {
        return listener.join().hasPermits();
    }

    @Override
    public void leaseUntil(long endNanos, long wallEndMillis) {
        listener.join().leaseUntil(endNanos, wallEndMillis);
    }

    /** Passes clients on as soon as there is an observer; opening them does not wait for it. */
    static ClientObserver observer(CompletableFuture<? extends ClientObserver> observer) {
        return new ClientObserver() {
            @Override
            public void opened(Consumer<?, ?> consumer) {
                tell(observer, there -> there.opened(consumer));
            }

            @Override
            public void opened(Producer<?, ?> producer) {
                tell(observer, there -> there.opened(producer));
            }
        };
    }

    private static void tell(
            CompletableFuture<? extends ClientObserver> observer, java.util.function.Consumer<ClientObserver> what) {
        var unused = observer.thenAccept(what).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.atWarn().setCause(failure).log("what a Kafka client counts itself is missing from the metrics");
            }
        });
    }
}
