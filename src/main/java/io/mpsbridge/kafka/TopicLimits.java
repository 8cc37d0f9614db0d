package io.mpsbridge.kafka;

import io.mpsbridge.event.EventEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How large a batch each topic that the bridge writes takes: its {@code max.message.bytes}. Blocks its caller. */
final class TopicLimits {

    private static final Logger LOG = LoggerFactory.getLogger(TopicLimits.class);
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    /** The broker's default. */
    private static final int USUAL = 1_048_588;

    private static final long TIMEOUT_SECONDS = 5;

    private final Admin admin;
    private final KafkaSettings.Topics topics;
    private final Map<String, Integer> limits = new HashMap<>();

    TopicLimits(Admin admin, KafkaSettings.Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    int deadLetter() {
        return of(topics.deadLetter());
    }

    int of(String topic) {
        return limits.getOrDefault(topic, USUAL);
    }

    /** The topic took less than was known: from now on half of what it refused, as long as the broker does not tell. */
    void refused(String topic, int batchBytes) {
        limits.put(topic, Math.max(EventEncoder.MIN_DEAD_LETTER_BYTES, batchBytes / 2));
    }

    /** Reads the limits; where the broker does not tell, the usual one stands. */
    void refresh() {
        List<ConfigResource> resources =
                List.of(resource(topics.completed()), resource(topics.failed()), resource(topics.deadLetter()));
        try {
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(resources).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            configs.forEach((resource, config) -> {
                ConfigEntry entry = config.get(MAX_MESSAGE_BYTES);
                if (entry != null && entry.value() != null) {
                    limits.put(resource.name(), Integer.parseInt(entry.value()));
                }
            });
        } catch (ExecutionException | TimeoutException e) {
            LOG.atInfo()
                    .addKeyValue("reason", e.toString())
                    .addKeyValue("assumed", USUAL)
                    .log("the topics' max.message.bytes cannot be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
