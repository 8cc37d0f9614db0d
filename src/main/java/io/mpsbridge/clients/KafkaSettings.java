package io.mpsbridge.clients;

import io.mpsbridge.input.InvalidSettingException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How Kafka is used: the keys {@code kafka.*} and {@code bridge.*} that concern topics, group and intake.
 *
 * @param clients the pass-through settings by client, specific keys merged over common ones
 * @param instanceId stable per replica
 * @param maxInFlight the most tasks held at once
 * @param maxInFlightBytes the most bytes of their events held at once
 * @param offsetMetadataLimit characters of commit metadata, unless the broker's own limit is lower
 */
public record KafkaSettings(
        Clients clients,
        Topics topics,
        String groupId,
        String instanceId,
        Replicas replicas,
        Start start,
        int maxInFlight,
        long maxInFlightBytes,
        int offsetMetadataLimit) {

    /** The longest host name fits. */
    private static final Pattern NAME = Pattern.compile("[!-~]{1,255}");

    /** Less cannot hold the map of even a few tasks. */
    private static final int SMALLEST_METADATA = 256;

    private static final int LARGEST_METADATA = 1 << 20;

    /** {@code bridge.replicas}. */
    public enum Replicas {
        STANDBY,
        SHARED
    }

    /** {@code bridge.start}: where a group without committed offsets begins. */
    public enum Start {
        EARLIEST,
        LATEST
    }

    /**
     * {@code bridge.topics.*}.
     *
     * @param hints null if no hints are read
     */
    public record Topics(
            String created,
            String completed,
            String failed,
            String deadLetter,
            @Nullable String hints) {
        private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,249}");

        public Topics {
            Map<String, String> keys = new HashMap<>();
            take(keys, "bridge.topics.created", created);
            take(keys, "bridge.topics.completed", completed);
            take(keys, "bridge.topics.failed", failed);
            take(keys, "bridge.topics.dead-letter", deadLetter);
            if (hints != null) {
                take(keys, "bridge.topics.hints", hints);
            }
        }

        /** Without hints. */
        public Topics(String created, String completed, String failed, String deadLetter) {
            this(created, completed, failed, deadLetter, null);
        }

        private static void take(Map<String, String> keys, String key, String topic) {
            if (!LEGAL.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
                throw new InvalidSettingException(key, topic, "must be 1 to 249 letters, digits, '.', '_' and '-'");
            }
            String other = keys.putIfAbsent(topic, key);
            if (other != null) {
                throw new InvalidSettingException(key, topic, "must differ from " + other);
            }
        }
    }

    /** Client settings as the user gave them, by the clients' own key names; may hold secrets. */
    public record Clients(Map<String, String> consumer, Map<String, String> producer, Map<String, String> admin) {
        public Clients {
            consumer = Map.copyOf(consumer);
            producer = Map.copyOf(producer);
            admin = Map.copyOf(admin);
        }

        @Override
        public String toString() {
            return "Clients[****]";
        }
    }

    public KafkaSettings {
        requireName("bridge.group-id", groupId);
        requireName("bridge.instance-id", instanceId);
        if (maxInFlight < 1) {
            throw new InvalidSettingException("bridge.max-in-flight", maxInFlight, "must be at least 1");
        }
        if (maxInFlightBytes < 1) {
            throw new InvalidSettingException("bridge.max-in-flight-bytes", maxInFlightBytes, "must be at least 1");
        }
        if (offsetMetadataLimit < SMALLEST_METADATA || offsetMetadataLimit > LARGEST_METADATA) {
            throw new InvalidSettingException(
                    "bridge.offset-metadata-limit",
                    offsetMetadataLimit,
                    "must be from " + SMALLEST_METADATA + " to " + LARGEST_METADATA);
        }
        if (replicas == Replicas.STANDBY && clients.consumer().containsKey("partition.assignment.strategy")) {
            throw new InvalidSettingException(
                    "kafka.consumer.partition.assignment.strategy",
                    null,
                    "cannot be set under bridge.replicas=standby, which gives all partitions to one replica");
        }
    }

    private static void requireName(String key, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidSettingException(key, name, "must be 1 to 255 visible ASCII characters without blanks");
        }
    }
}
