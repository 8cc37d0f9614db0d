package io.mpsbridge.chaos;

import io.mpsbridge.testing.BrokerOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How replicas share their group's partitions. */
enum Mode {
    /** The default. */
    STANDBY(Map.of()),
    SHARED(Map.of("BRIDGE_REPLICAS", "shared")),
    EAGER(Map.of(
            "BRIDGE_REPLICAS",
            "shared",
            "KAFKA_CONSUMER_PARTITION_ASSIGNMENT_STRATEGY",
            "org.apache.kafka.clients.consumer.RangeAssignor")),
    CONSUMER(Map.of("BRIDGE_REPLICAS", "shared", "KAFKA_CONSUMER_GROUP_PROTOCOL", "consumer"));

    /** As short as brokers allow, so that a frozen replica is given up soon. */
    static final Duration SESSION = Duration.ofSeconds(6);

    private static final String SESSION_MILLIS = String.valueOf(SESSION.toMillis());

    private final Map<String, String> environment;

    Mode(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Under the consumer protocol replicas are no static members, and the broker decides the session. */
    boolean isClassic() {
        return this != CONSUMER;
    }

    Map<String, String> environment() {
        var all = new HashMap<>(environment);
        // An open transaction of a dead replica must not outlast a short run.
        all.put("KAFKA_PRODUCER_TRANSACTION_TIMEOUT_MS", SESSION_MILLIS);
        if (isClassic()) {
            all.put("KAFKA_CONSUMER_SESSION_TIMEOUT_MS", SESSION_MILLIS);
        }
        return all;
    }

    static BrokerOptions broker(int transactionVersion) {
        return BrokerOptions.defaults()
                .withTransactionVersion(transactionVersion)
                .with("group.min.session.timeout.ms", "1000")
                .with("group.consumer.min.session.timeout.ms", SESSION_MILLIS)
                .with("group.consumer.session.timeout.ms", SESSION_MILLIS)
                .with("group.consumer.min.heartbeat.interval.ms", "1000")
                .with("group.consumer.heartbeat.interval.ms", "1000")
                .with("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }
}
