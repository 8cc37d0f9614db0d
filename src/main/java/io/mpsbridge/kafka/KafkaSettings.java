package io.mpsbridge.kafka;

import java.util.Map;

/**
 * How Kafka is used: the keys {@code kafka.*} and {@code bridge.*} that concern topics, group and intake.
 *
 * @param clients the pass-through settings by client, already merged: common keys under each, the specific ones on top
 * @param instanceId stable per replica
 * @param maxInFlight tasks held at once
 * @param maxInFlightBytes bytes of their events held at once
 * @param offsetMetadataLimit characters of commit metadata, used where the broker's own setting cannot be read
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

    /** {@code bridge.topics.*}. */
    public record Topics(String created, String completed, String failed, String deadLetter) {}

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
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("bridge.max-in-flight must be at least 1, is " + maxInFlight);
        }
        if (maxInFlightBytes < 1) {
            throw new IllegalArgumentException("bridge.max-in-flight-bytes must be at least 1, is " + maxInFlightBytes);
        }
    }
}
