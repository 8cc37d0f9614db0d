package io.mpsbridge.clients;

import java.util.Map;

/** The clients' keys that exactly-once processing or the bridge's own properties decide. */
final class OwnedKeys {
    private static final String BYTES = "is the bridge's own: it reads and writes bytes";
    private static final String COMMITS = "is the bridge's own: it commits offsets in the transaction of the outcomes";
    private static final String ORDER = "is the bridge's own: its transactions need an idempotent producer";
    private static final String CLUSTER =
            "is the bridge's own: all clients use one cluster, set kafka.bootstrap.servers";

    static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("group.id", "is the bridge's own: set bridge.group-id"),
            Map.entry("group.instance.id", "is the bridge's own: set bridge.instance-id"),
            Map.entry(
                    "transactional.id",
                    "is the bridge's own: it is made of the group and the instance, set bridge.group-id and bridge.instance-id"),
            Map.entry("auto.offset.reset", "is the bridge's own: set bridge.start"),
            Map.entry("enable.auto.commit", COMMITS),
            Map.entry("auto.commit.interval.ms", COMMITS),
            Map.entry("allow.auto.create.topics", "is the bridge's own: it creates no topics"),
            Map.entry("isolation.level", "is the bridge's own: it reads what is committed"),
            Map.entry("key.serializer", BYTES),
            Map.entry("value.serializer", BYTES),
            Map.entry("key.deserializer", BYTES),
            Map.entry("value.deserializer", BYTES),
            Map.entry("enable.idempotence", ORDER),
            Map.entry("max.in.flight.requests.per.connection", ORDER),
            Map.entry("transaction.two.phase.commit.enable", "is the bridge's own: it ends its transactions by itself"),
            Map.entry("bootstrap.controllers", CLUSTER));

    private OwnedKeys() {}
}
