package io.mpsbridge.replay;

import io.mpsbridge.clients.ClientConfigs;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;

/** What a topic takes, for messages about a record that is too large. */
final class TopicLimit {
    private static final String LIMIT = "max.message.bytes";
    private static final int PATIENCE_SECONDS = 10;

    private TopicLimit() {}

    /** Follows the topic's name. Without the limit itself if the broker does not tell it. */
    static String of(ClientConfigs configs, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(configs.admin())) {
            Config config = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .get(resource);
            ConfigEntry entry = config == null ? null : config.get(LIMIT);
            return entry == null ? remedy() : ", which takes " + entry.value() + remedy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return remedy();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            // Without the right to see it, say; the remedy is the same.
            return remedy();
        }
    }

    private static String remedy() {
        return ": raise its " + LIMIT + ", and kafka.producer.max.request.size here if that is smaller";
    }
}
