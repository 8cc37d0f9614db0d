package io.mpsbridge.testing;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

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

    /** Creates topics, given with their numbers of partitions, and returns when the broker knows them. */
    default void createTopics(Map<String, Integer> partitionsByTopic) {
        var topics = partitionsByTopic.entrySet().stream()
                .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) 1))
                .toList();
        try (Admin admin = admin()) {
            admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Cannot create " + partitionsByTopic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating " + partitionsByTopic, e);
        }
    }
}
