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
 * What the broker takes: how large a batch each topic that the bridge writes ({@code max.message.bytes}), and how much
 * metadata beside a committed offset ({@code offset.metadata.max.bytes}, which counts characters). Thread-safe: what is
 * known is one immutable value; only {@link #refresh} and {@link #reread} block their caller.
 */
public final class BrokerLimits {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLimits.class);
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    private static final String CONSUMER_SESSION = "group.consumer.session.timeout.ms";
    private static final String GROUPS_SESSION = "consumer.session.timeout.ms";
    /** Where nobody tells: shorter than brokers take by default, so that a lease never outlives the session. */
    private static final int CAUTIOUS_SESSION_MILLIS = 15_000;

    /** The broker's setting for what a committed offset may carry. */
    public static final String OFFSET_METADATA = "offset.metadata.max.bytes";

    /** A group coordinator stores it behind a length of 16 bits. */
    private static final int MOST_OFFSET_METADATA = Short.MAX_VALUE;

    /** The broker's default. */
    private static final int USUAL = 1_048_588;

    private static final int TIMEOUT_MILLIS = 5_000;
    /** A topic's limit may be raised at any time; so often a record that does not fit is worth a look. */
    private static final long REREAD = Duration.ofSeconds(5).toNanos();

    /**
     * What is known.
     *
     * @param topics bytes of a batch, by topic
     * @param offsetMetadata characters that the broker takes; as much as any of our maps where it does not tell
     * @param consumerSessionMillis of this group, of any group, or a cautious guess, as far as the broker tells
     */
    private record Known(Map<String, Integer> topics, int offsetMetadata, int consumerSessionMillis) {}

    private final Admin admin;
    private final KafkaSettings.Topics topics;
    private final String group;
    private final int configuredMetadata;
    private final LongSupplier nanos;
    private final Object lock = new Object();
    /** Replaced under the lock, read without it. */
    private volatile Known known = new Known(Map.of(), MOST_OFFSET_METADATA, CAUTIOUS_SESSION_MILLIS);

    private final AtomicLong readAtNanos;
    private volatile @Nullable CompletableFuture<@Nullable Void> reading;

    public BrokerLimits(Admin admin, KafkaSettings settings, LongSupplier nanos) {
        this.admin = admin;
        this.topics = settings.topics();
        this.group = settings.groupId();
        this.configuredMetadata = settings.offsetMetadataLimit();
        this.nanos = nanos;
        this.readAtNanos = new AtomicLong(nanos.getAsLong() - REREAD);
    }

    public int deadLetter() {
        return of(topics.deadLetter());
    }

    public int of(String topic) {
        return known.topics.getOrDefault(topic, USUAL);
    }

    /** The topic took less than was known: from now on half of what it refused, as long as the broker does not tell. */
    public void refused(String topic, int batchBytes) {
        put(Map.of(topic, Math.max(EventEncoder.MIN_DEAD_LETTER_BYTES, batchBytes / 2)));
    }

    /** Characters: no more than configured, and than the broker takes. */
    public int offsetMetadata() {
        return Math.min(configuredMetadata, known.offsetMetadata);
    }

    /** Characters: what the broker takes, as far as it tells. */
    public int brokersOffsetMetadata() {
        return known.offsetMetadata;
    }

    /** The session of members under {@code group.protocol=consumer}, which the broker sets. */
    public Duration consumerSession() {
        return Duration.ofMillis(known.consumerSessionMillis);
    }

    /** Begins to read the limits, and does not wait; where the broker does not tell, the usual ones stand. */
    public void begin() {
        readAtNanos.set(nanos.getAsLong());
        reading = CompletableFuture.allOf(readTopics(), readBroker()).exceptionally(failure -> {
            LOG.atInfo()
                    .addKeyValue("reason", failure.toString())
                    .log("the broker's limits cannot be read, the usual ones are assumed");
            return null;
        });
    }

    /** Whether {@link #begin} has come to an end: what is known now will not get any better by waiting. */
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
                    .log("the broker's limits are not there yet, what was known stands");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #refresh}, for the sake of a record that would not fit; what was read a moment ago is not asked again. */
    public void reread() {
        if (nanos.getAsLong() - readAtNanos.get() >= REREAD) {
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
                        .thenAccept(read -> put(Map.of(resource.name(), number(read, MAX_MESSAGE_BYTES, USUAL))))));
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

    /** A group may have a session of its own; a broker that knows of none, or does not tell, has told its usual one. */
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
