package io.mpsbridge.clients;

import io.mpsbridge.event.EventEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's limits: bytes of a batch for each topic that the bridge writes ({@code max.message.bytes}), characters
 * of metadata with a committed offset ({@code offset.metadata.max.bytes}), and the session. Thread-safe: the known
 * limits are one immutable value; only {@link #refresh} and {@link #reread} block.
 */
public final class BrokerLimits {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLimits.class);
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    private static final String CONSUMER_SESSION = "group.consumer.session.timeout.ms";
    private static final String GROUPS_SESSION = "consumer.session.timeout.ms";
    /** Used if the broker does not report it: shorter than its default, so that a lease never outlives the session. */
    private static final int CAUTIOUS_SESSION_MILLIS = 15_000;

    /** The broker's setting for the metadata of a committed offset. */
    public static final String OFFSET_METADATA = "offset.metadata.max.bytes";

    /** A group coordinator stores its length in 16 bits. */
    private static final int LARGEST_OFFSET_METADATA = Short.MAX_VALUE;

    /** The broker's default. */
    private static final int DEFAULT_BATCH_BYTES = 1_048_588;

    private static final int TIMEOUT_MILLIS = 5_000;
    /** How often an oversized record triggers a new look at its topic's limit, which may be raised at any time. */
    private static final long REREAD_NANOS = Duration.ofSeconds(5).toNanos();

    /**
     * The known limits.
     *
     * @param topics bytes of a batch, by topic
     * @param offsetMetadata characters; the largest possible if the broker does not report it
     * @param consumerSessionMillis of this group, else of all groups, else a cautious guess
     */
    private record Known(Map<String, Integer> topics, int offsetMetadata, int consumerSessionMillis) {}

    private final Admin admin;
    private final KafkaSettings.Topics topics;
    private final String group;
    private final int configuredMetadata;
    private final LongSupplier nanos;
    private final Object lock = new Object();
    /** Replaced under the lock, read without it. */
    private volatile Known known = new Known(Map.of(), LARGEST_OFFSET_METADATA, CAUTIOUS_SESSION_MILLIS);

    private final AtomicLong readAtNanos;
    private volatile @Nullable CompletableFuture<@Nullable Void> reading;

    public BrokerLimits(Admin admin, KafkaSettings settings, LongSupplier nanos) {
        this.admin = admin;
        this.topics = settings.topics();
        this.group = settings.groupId();
        this.configuredMetadata = settings.offsetMetadataLimit();
        this.nanos = nanos;
        this.readAtNanos = new AtomicLong(nanos.getAsLong() - REREAD_NANOS);
    }

    public int deadLetter() {
        return of(topics.deadLetter());
    }

    public int of(String topic) {
        return known.topics.getOrDefault(topic, DEFAULT_BATCH_BYTES);
    }

    /** The topic refused a batch that should have fitted: half of it is the limit until the broker reports one. */
    public void refused(String topic, int batchBytes) {
        put(Map.of(topic, Math.max(EventEncoder.MIN_DEAD_LETTER_BYTES, batchBytes / 2)));
    }

    /** Characters: the smaller of the configured and the broker's limit. */
    public int offsetMetadata() {
        return Math.min(configuredMetadata, known.offsetMetadata);
    }

    /** Characters: the broker's limit, if it reports one. */
    public int brokersOffsetMetadata() {
        return known.offsetMetadata;
    }

    /** The session of members under {@code group.protocol=consumer}, which the broker sets. */
    public Duration consumerSession() {
        return Duration.ofMillis(known.consumerSessionMillis);
    }

    /** Starts reading the limits without waiting. Assumes the broker's defaults if it does not report them. */
    public void begin() {
        readAtNanos.set(nanos.getAsLong());
        reading = CompletableFuture.allOf(readTopics(), readBroker()).exceptionally(failure -> {
            LOG.atInfo()
                    .addKeyValue("reason", failure.toString())
                    .log("the broker's limits cannot be read, its defaults are assumed");
            return null;
        });
    }

    /** Whether {@link #begin} has ended, with or without an answer. */
    public boolean isKnown() {
        CompletableFuture<@Nullable Void> begun = reading;
        return begun == null || begun.isDone();
    }

    /** Reads the limits now, and waits for them. */
    public void refresh() {
        begin();
        CompletableFuture<@Nullable Void> begun = reading;
        try {
            if (begun != null) {
                begun.get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.atInfo()
                    .addKeyValue("reason", e.toString())
                    .log("the broker's limits have not come yet, the known ones are kept");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@link #refresh} for a record that does not fit, at most once in five seconds. */
    public void reread() {
        if (nanos.getAsLong() - readAtNanos.get() >= REREAD_NANOS) {
            refresh();
        }
    }

    private CompletableFuture<Void> readTopics() {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        admin.describeConfigs(
                        List.of(resource(topics.completed()), resource(topics.failed()), resource(topics.deadLetter())),
                        options())
                .values()
                .forEach((resource, config) -> answers.add(future(config)
                        .thenAccept(read ->
                                put(Map.of(resource.name(), number(read, MAX_MESSAGE_BYTES, DEFAULT_BATCH_BYTES))))));
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]));
    }

    private CompletableFuture<Void> readBroker() {
        return future(admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
                        .nodes())
                .thenCompose(nodes -> {
                    ConfigResource broker = new ConfigResource(
                            ConfigResource.Type.BROKER, nodes.iterator().next().idString());
                    return future(admin.describeConfigs(List.of(broker), options())
                                    .all())
                            .thenAccept(configs -> putBroker(configs.get(broker)));
                })
                .thenCompose(read -> readGroup());
    }

    /** A group may have its own session timeout; otherwise the common one, read before, is kept. */
    private CompletableFuture<Void> readGroup() {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        return future(admin.describeConfigs(List.of(resource), options()).all())
                .thenAccept(configs -> putGroup(configs.get(resource)))
                .exceptionally(failure -> {
                    LOG.atDebug()
                            .addKeyValue("reason", failure.toString())
                            .log("the group's own session cannot be read");
                    return null;
                });
    }

    private static DescribeConfigsOptions options() {
        return new DescribeConfigsOptions().timeoutMs(TIMEOUT_MILLIS);
    }

    private static <T> CompletableFuture<T> future(KafkaFuture<T> answer) {
        return answer.toCompletionStage().toCompletableFuture();
    }

    private void put(Map<String, Integer> limits) {
        synchronized (lock) {
            Map<String, Integer> all = new HashMap<>(known.topics);
            all.putAll(limits);
            known = new Known(Map.copyOf(all), known.offsetMetadata, known.consumerSessionMillis);
        }
    }

    private void putBroker(@Nullable Config config) {
        synchronized (lock) {
            known = new Known(
                    known.topics,
                    number(config, OFFSET_METADATA, known.offsetMetadata),
                    number(config, CONSUMER_SESSION, known.consumerSessionMillis));
        }
    }

    private void putGroup(@Nullable Config config) {
        synchronized (lock) {
            known = new Known(
                    known.topics, known.offsetMetadata, number(config, GROUPS_SESSION, known.consumerSessionMillis));
        }
    }

    private static int number(@Nullable Config config, String name, int otherwise) {
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null || entry.value() == null ? otherwise : Integer.parseInt(entry.value());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
