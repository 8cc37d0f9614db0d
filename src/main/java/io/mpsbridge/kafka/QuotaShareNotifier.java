package io.mpsbridge.kafka;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions of the created topic this replica owns, and of how many: both determine its share of the quota.
 * Adding partitions to the topic shrinks every share, whoever gets them; replicas learn of it from the client's
 * metadata, some seconds apart at most. Owned by the loop's thread.
 */
final class QuotaShareNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaShareNotifier.class);
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    /** Cached metadata returns at once; metadata that has expired is not worth waiting for. */
    private static final Duration AT_ONCE = Duration.ofMillis(50);

    private final Consumer<?, ?> consumer;
    private final String topic;
    private final LongSupplier nanos;
    private long lookAtNanos;
    private int partitions;
    private Share told = new Share(Set.of(), 0);

    QuotaShareNotifier(Consumer<?, ?> consumer, String topic, LongSupplier nanos) {
        this.consumer = consumer;
        this.topic = topic;
        this.nanos = nanos;
        this.lookAtNanos = nanos.getAsLong();
    }

    /**
     * Notifies the listener of any change.
     *
     * @param described the number of partitions when one last started; 0 before
     */
    void tell(Set<Integer> owned, int described, LoopListener listener) {
        if (!owned.isEmpty()) {
            look(described);
        }
        Share now = new Share(Set.copyOf(owned), owned.isEmpty() ? told.of : partitions);
        if (!now.equals(told) && (owned.isEmpty() || partitions > 0)) {
            told = now;
            listener.assignmentChanged(now.owned, Math.max(1, now.of));
        }
    }

    private void look(int described) {
        partitions = Math.max(partitions, described);
        long nowNanos = nanos.getAsLong();
        if (nowNanos - lookAtNanos < 0) {
            return;
        }
        lookAtNanos = nowNanos + EVERY_NANOS;
        try {
            partitions =
                    Math.max(described, consumer.partitionsFor(topic, AT_ONCE).size());
        } catch (KafkaException e) {
            LOG.atDebug().addKeyValue("reason", e.toString()).log("the number of partitions stays as it was known");
        }
    }

    private record Share(Set<Integer> owned, int of) {}
}
