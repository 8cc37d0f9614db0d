package io.mpsbridge.kafka;

import io.mpsbridge.clients.KafkaSettings;
import java.util.Map;

/** The ways in which replicas can share a group. */
enum Protocol {
    /** The default: our assignor on the cooperative classic protocol. */
    STANDBY(KafkaSettings.Replicas.STANDBY, Map.of()),
    SHARED(KafkaSettings.Replicas.SHARED, Map.of()),
    EAGER(
            KafkaSettings.Replicas.SHARED,
            Map.of("partition.assignment.strategy", "org.apache.kafka.clients.consumer.RangeAssignor")),
    CONSUMER(KafkaSettings.Replicas.SHARED, Map.of("group.protocol", "consumer"));

    private final KafkaSettings.Replicas replicas;

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of alone
    private final Map<String, String> consumer;

    Protocol(KafkaSettings.Replicas replicas, Map<String, String> consumer) {
        this.replicas = replicas;
        this.consumer = consumer;
    }

    KafkaSettings.Replicas replicas() {
        return replicas;
    }

    Map<String, String> consumer() {
        return consumer;
    }
}
