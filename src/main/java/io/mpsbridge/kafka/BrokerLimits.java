package io.mpsbridge.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker takes: how large a batch each topic that the bridge writes ({@code max.message.bytes}), and how much
 * metadata beside a committed offset ({@code offset.metadata.max.bytes}, which counts characters). Blocks its caller.
 */
final class BrokerLimits {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLimits.class);
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    private static final String OFFSET_METADATA = "offset.metadata.max.bytes";
    /** The broker's default. */
    private static final int USUAL = 1_048_588;

    private static final long TIMEOUT_SECONDS = 5;

    private final Admin admin;
    private final KafkaSettings.Topics topics;
    private final Map<String, Integer> limits = new HashMap<>();
    private int offsetMetadata;

    BrokerLimits(Admin admin, KafkaSettings settings) {
        this.admin = admin;
        this.topics = settings.topics();
        this.offsetMetadata = settings.offsetMetadataLimit();
    }

    int deadLetter() {
        return of(topics.deadLetter());
    }

    int of(String topic) {
        return limits.getOrDefault(topic, USUAL);
    }

    /** Characters: no more than configured, and than the broker takes. */
    int offsetMetadata() {
        return offsetMetadata;
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
            offsetMetadata = Math.min(offsetMetadata, brokersOffsetMetadata());
        } catch (ExecutionException | TimeoutException e) {
            LOG.atInfo()
                    .addKeyValue("reason", e.toString())
                    .log("the broker's limits cannot be read, the usual ones are assumed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int brokersOffsetMetadata() throws ExecutionException, TimeoutException, InterruptedException {
        Collection<Node> nodes = admin.describeCluster().nodes().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        String broker = nodes.iterator().next().idString();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
        Config config = admin.describeConfigs(List.of(resource))
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .get(resource);
        ConfigEntry entry = config == null ? null : config.get(OFFSET_METADATA);
        return entry == null || entry.value() == null ? offsetMetadata : Integer.parseInt(entry.value());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
