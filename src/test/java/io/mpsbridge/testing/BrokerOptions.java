package io.mpsbridge.testing;

import java.util.HashMap;
import java.util.Map;

/**
 * How a test's broker differs from the default one.
 *
 * @param transactionVersion the cluster's feature level {@code transaction.version}: 0, 1 or 2
 * @param properties server properties on top of the test's own, by Kafka's names, such as {@code message.max.bytes}
 */
public record BrokerOptions(int transactionVersion, Map<String, String> properties) {
    private static final int NEWEST_TRANSACTIONS = 2;

    public BrokerOptions {
        properties = Map.copyOf(properties);
    }

    public static BrokerOptions defaults() {
        return new BrokerOptions(NEWEST_TRANSACTIONS, Map.of());
    }

    public BrokerOptions withTransactionVersion(int version) {
        return new BrokerOptions(version, properties);
    }

    public BrokerOptions with(String property, String value) {
        var all = new HashMap<>(properties);
        all.put(property, value);
        return new BrokerOptions(transactionVersion, all);
    }

    /**
     * What every broker of the tests is told: small internal topics, no waiting for further members. A cluster of three
     * keeps three copies of everything and takes a record once two have it.
     */
    Map<String, String> serverProperties(int brokers) {
        var copies = String.valueOf(Math.min(brokers, 3));
        var inSync = brokers < 3 ? "1" : "2";
        var all = new HashMap<>(Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "offsets.topic.num.partitions", "5",
                "offsets.topic.replication.factor", copies,
                "transaction.state.log.num.partitions", "5",
                "transaction.state.log.replication.factor", copies,
                "transaction.state.log.min.isr", inSync,
                "share.coordinator.state.topic.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", copies,
                "share.coordinator.state.topic.min.isr", inSync,
                "default.replication.factor", copies));
        all.put("min.insync.replicas", inSync);
        all.put("auto.create.topics.enable", "false");
        all.putAll(properties);
        return all;
    }
}
