package io.mpsbridge.kafka;

import io.mpsbridge.event.EventEncoder;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker takes: how large a batch each topic that the bridge writes ({@code max.message.bytes}), and how much
 * metadata beside a committed offset ({@code offset.metadata.max.bytes}, which counts characters). Blocks its caller.
 */
final class BrokerLimits {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLimits.class);
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    private static final String CONSUMER_SESSION = "group.consumer.session.timeout.ms";
    private static final String OFFSET_METADATA = "offset.metadata.max.bytes";
    /** The broker's default. */
    private static final int USUAL = 1_048_588;

    private static final long TIMEOUT_SECONDS = 5;

    private final Admin admin;
    private final KafkaSettings.Topics topics;
    private final Map<String, Integer> limits = new HashMap<>();
    private int offsetMetadata;
    /** As much as any of our maps where the broker does not tell. */
    private int brokersOffsetMetadata = OffsetMapCodec.MAX_CHARS;
    /** The broker's default. */
    private int consumerSessionMillis = 45_000;

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

    /** The topic took less than was known: from now on half of what it refused, as long as the broker does not tell. */
    void refused(String topic, int batchBytes) {
        limits.put(topic, Math.max(EventEncoder.MIN_DEAD_LETTER_BYTES, batchBytes / 2));
    }

    /** Characters: no more than configured, and than the broker takes. */
    int offsetMetadata() {
        return offsetMetadata;
    }

    /** Characters: what the broker takes, as far as it tells. */
    int brokersOffsetMetadata() {
        return brokersOffsetMetadata;
    }

    /** The session of members under {@code group.protocol=consumer}, which the broker sets. */
    Duration consumerSession() {
        return Duration.ofMillis(consumerSessionMillis);
    }

    /** Reads the limits; where the broker does not tell, the usual one stands. */
    void refresh() {
        List<ConfigResource> resources =
                List.of(resource(topics.completed()), resource(topics.failed()), resource(topics.deadLetter()));
        try {
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(resources).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            configs.forEach((resource, config) -> {
                limits.put(resource.name(), number(config, MAX_MESSAGE_BYTES, USUAL));
            });
            readBroker();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atInfo()
                    .addKeyValue("reason", e.toString())
                    .log("the broker's limits cannot be read, the usual ones are assumed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readBroker() throws ExecutionException, TimeoutException, InterruptedException {
        Collection<Node> nodes = admin.describeCluster().nodes().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        ConfigResource broker = new ConfigResource(
                ConfigResource.Type.BROKER, nodes.iterator().next().idString());
        Config config = admin.describeConfigs(List.of(broker))
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .get(broker);
        brokersOffsetMetadata = number(config, OFFSET_METADATA, brokersOffsetMetadata);
        if (brokersOffsetMetadata < OffsetMapCodec.MIN_CHARS) {
            throw new LoopStoppedException(
                    "the broker's " + OFFSET_METADATA + " is " + brokersOffsetMetadata + "; the bridge needs at least "
                            + OffsetMapCodec.MIN_CHARS + ", and a few thousand to work well",
                    null);
        }
        offsetMetadata = Math.min(offsetMetadata, brokersOffsetMetadata);
        consumerSessionMillis = number(config, CONSUMER_SESSION, consumerSessionMillis);
    }

    private static int number(@Nullable Config config, String name, int otherwise) {
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null || entry.value() == null ? otherwise : Integer.parseInt(entry.value());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
