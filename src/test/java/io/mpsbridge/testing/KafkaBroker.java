package io.mpsbridge.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** A real Apache Kafka broker, one node, for tests; topics must be created before they are used. */
public interface KafkaBroker extends AutoCloseable {

    /** The version of the broker, whichever implementation it is. */
    String VERSION = "4.4.0";

    /** {@code host:port}. */
    String bootstrapServers();

    /** Which implementation this is, and why, for the log of the run. */
    String description();

    /** Ends the broker and deletes its data. */
    @Override
    void close();

    /** An Admin client of this broker; the caller closes it. */
    default Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    /**
     * Creates topics, given with their numbers of partitions, and returns when the broker serves each partition. Known
     * is not enough: a partition that comes up between two batches of an idempotent producer refuses the first, takes
     * the second, and then refuses the first for good, since its number is too low.
     */
    default void createTopics(Map<String, Integer> partitionsByTopic) {
        var topics = partitionsByTopic.entrySet().stream()
                .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) 1))
                .toList();
        try (Admin admin = admin()) {
            admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
            awaitLeaders(admin, partitionsByTopic);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Cannot create " + partitionsByTopic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating " + partitionsByTopic, e);
        }
    }

    /** Only its leader answers for a partition's end. */
    private static void awaitLeaders(Admin admin, Map<String, Integer> partitionsByTopic)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        partitionsByTopic.forEach((topic, partitions) -> IntStream.range(0, partitions)
                .forEach(partition -> ends.put(new TopicPartition(topic, partition), OffsetSpec.latest())));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                admin.listOffsets(ends).all().get(30, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }
}
