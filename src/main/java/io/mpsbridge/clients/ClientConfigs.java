package io.mpsbridge.clients;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The clients' configurations: our defaults, overridden by the user's settings, overridden by the bridge's fixed ones.
 */
public final class ClientConfigs {

    private static final Set<String> MEMBERSHIP = Set.of(
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG);

    private final KafkaSettings settings;

    public ClientConfigs(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * Notices within a quarter of a second that a broker is back: the clients' default pauses grow to a second, and add
     * up. A host that does not even refuse a connection does not delay the others.
     */
    private static Map<String, Object> reconnecting() {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, "50");
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "250");
        config.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "2000");
        config.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, "8000");
        config.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, "250");
        return config;
    }

    public Map<String, Object> consumer() {
        Map<String, Object> config = reconnecting();
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId());
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1000");
        // Added partitions shrink every share of the quota: all replicas must learn of them soon.
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "10000");
        // One slow heartbeat shortens the lease for no longer than this, twice.
        config.put(ConsumerConfig.METRICS_SAMPLE_WINDOW_MS_CONFIG, "10000");
        if (isClassic()) {
            // A crash is noticed in 15 s; the lease on the quota ends 2 s before.
            config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "15000");
            config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1000");
            config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, assignors());
            config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instanceId());
        }
        config.putAll(settings.clients().consumer());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // The bridge decides where to start, with a log entry and a count; the client would do so silently.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }

    public Map<String, Object> producer() {
        Map<String, Object> config = reconnecting();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId());
        config.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        // With the default of 100 ms a transaction that follows another at once meets CONCURRENT_TRANSACTIONS and takes
        // 75 ms instead of 15.
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "5");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000");
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "15000");
        // The topic's own limit applies, and the broker answers record by record.
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "33554432");
        config.putAll(settings.clients().producer());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.groupId() + "-" + settings.instanceId());
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return config;
    }

    /** For questions about the cluster. */
    public Map<String, Object> admin() {
        Map<String, Object> config = reconnecting();
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId());
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        config.putAll(settings.clients().admin());
        return config;
    }

    /** A producer of created events, without transactions. */
    public Map<String, Object> submitter() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, settings.groupId() + "-submit");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000");
        config.putAll(settings.clients().producer());
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return config;
    }

    /** For reading committed records from one offset to another. The group only stores the reader's progress. */
    public Map<String, Object> reader(String group) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "30000");
        config.putAll(settings.clients().consumer());
        // A reader is no member of a group.
        config.keySet().removeAll(MEMBERSHIP);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }

    /**
     * A consumer of hints, outside any group: from the end, without waiting for transactions, and in small portions,
     * since whoever may write there decides how much comes.
     */
    public Map<String, Object> hints() {
        Map<String, Object> config = reader(settings.groupId() + "-hints");
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "1048576");
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "262144");
        return config;
    }

    /** A producer with a transactional id other than the bridge's. */
    public Map<String, Object> producer(String transactionalId) {
        Map<String, Object> config = producer();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return config;
    }

    /** The session timeout; empty under the consumer protocol, where the broker sets it. */
    public Optional<Duration> classicSession() {
        return isClassic()
                ? Optional.of(Duration.ofMillis(
                        Long.parseLong(String.valueOf(consumer().get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)))))
                : Optional.empty();
    }

    boolean isClassic() {
        return !"consumer".equalsIgnoreCase(settings.clients().consumer().get(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
    }

    /** Both are offered, so that replicas agree on one while the mode is changed. */
    private List<Class<?>> assignors() {
        return settings.replicas() == KafkaSettings.Replicas.STANDBY
                ? List.of(StandbyAssignor.class, CooperativeStickyAssignor.class)
                : List.of(CooperativeStickyAssignor.class, StandbyAssignor.class);
    }

    private String clientId() {
        return settings.groupId() + "-" + settings.instanceId();
    }
}
