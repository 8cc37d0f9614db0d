package io.mpsbridge.chaos;

import io.mpsbridge.testing.BrokerOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.RangeAssignor;

/** How replicas share their group's partitions. */
enum Mode {
    /** The default. */
    STANDBY,
    SHARED,
    /** Shared, by an assignor that takes everything from everybody at each rebalance. */
    EAGER,
    /** Shared, by the broker. */
    CONSUMER;

    /** As short as brokers allow, so that a frozen replica is given up soon. */
    static final Duration SESSION = Duration.ofSeconds(6);

    private static final String SESSION_MILLIS = String.valueOf(SESSION.toMillis());

    /** Under the consumer protocol replicas are no static members, and the broker decides the session. */
    boolean isClassic() {
        return this != CONSUMER;
    }

    Map<String, String> environment() {
        var all = new HashMap<String, String>();
        // An open transaction of a dead replica must not outlast a short run.
        all.put("KAFKA_PRODUCER_TRANSACTION_TIMEOUT_MS", SESSION_MILLIS);
        all.put("BRIDGE_REPLICAS", this == STANDBY ? "standby" : "shared");
        if (this == EAGER) {
            all.put("KAFKA_CONSUMER_PARTITION_ASSIGNMENT_STRATEGY", RangeAssignor.class.getName());
        }
        if (this == CONSUMER) {
            all.put("KAFKA_CONSUMER_GROUP_PROTOCOL", "consumer");
        }
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
