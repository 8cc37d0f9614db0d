package io.mpsbridge.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a test's broker differs from the default one.
 *
 * @param transactionVersion the cluster's feature level {@code transaction.version}: 0, 1 or 2
 * @param properties server properties on top of the test's own, by Kafka's names, such as {@code message.max.bytes}
 * @param users passwords by name of those who may log in and have no rights; with any, there is a listener for
 *     SASL/PLAIN and an authorizer, and whoever comes without SASL may do everything. For brokers in this process alone
 */
public record BrokerOptions(int transactionVersion, Map<String, String> properties, Map<String, String> users) {
    private static final int NEWEST_TRANSACTIONS = 2;

    public BrokerOptions {
        properties = Map.copyOf(properties);
        users = Map.copyOf(users);
    }

    public static BrokerOptions defaults() {
        return new BrokerOptions(NEWEST_TRANSACTIONS, Map.of(), Map.of());
    }

    public BrokerOptions withTransactionVersion(int version) {
        return new BrokerOptions(version, properties, users);
    }

    public BrokerOptions with(String property, String value) {
        var all = new HashMap<>(properties);
        all.put(property, value);
        return new BrokerOptions(transactionVersion, all, users);
    }

    public BrokerOptions withUser(String name, String password) {
        var all = new HashMap<>(users);
        all.put(name, password);
        return new BrokerOptions(transactionVersion, properties, all);
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
        if (!users.isEmpty()) {
            all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
            all.put("super.users", "User:ANONYMOUS");
            all.put("listener.name.sasl.sasl.enabled.mechanisms", "PLAIN");
            all.put(
                    "listener.name.sasl.plain.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required"
                            + users.entrySet().stream()
                                    .map(user -> " user_" + user.getKey() + "=\"" + user.getValue() + "\"")
                                    .collect(Collectors.joining())
                            + ";");
        }
        all.putAll(properties);
        return all;
    }
}
