package io.mpsbridge.check;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a transactional producer as the bridge does, under a transactional id of its own so that no running replica is
 * fenced. Blocks for seconds.
 */
final class TransactionCheck {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionCheck.class);
    private static final String WHAT = "transactions";
    private static final int LIMIT_MILLIS = 10_000;
    private static final String LONGEST = "transaction.max.timeout.ms";

    private final KafkaSettings settings;
    private final String servers;

    TransactionCheck(KafkaSettings settings, String servers) {
        this.settings = settings;
        this.servers = servers;
    }

    Finding finding(Admin admin) throws InterruptedException {
        String id = settings.groupId() + "-check";
        Map<String, Object> config = new ClientConfigs(settings).producer(id);
        long wanted = Long.parseLong(String.valueOf(config.get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG)));
        OptionalLong longest = longest(admin);
        if (longest.isPresent() && longest.getAsLong() < wanted) {
            return Finding.bad(
                    WHAT,
                    "the brokers' " + LONGEST + " is " + longest.getAsLong() + ", the bridge's transaction.timeout.ms "
                            + wanted + ": raise the brokers' value, or lower kafka.producer.transaction.timeout.ms");
        }
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(LIMIT_MILLIS));
        try (Opened opened = new Opened(new KafkaProducer<>(config))) {
            opened.producer.initTransactions();
            return Finding.good(WHAT, "a transactional producer can be opened (tried with the id " + id + ")");
        } catch (KafkaException e) {
            return Finding.bad(WHAT, problem(e, id));
        }
    }

    /** Empty if the brokers do not show it: opening the producer tells instead. */
    private static OptionalLong longest(Admin admin) throws InterruptedException {
        try {
            String broker = admin.describeCluster()
                    .nodes()
                    .get(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .iterator()
                    .next()
                    .idString();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
            Config config = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .get(resource);
            ConfigEntry entry = config == null ? null : config.get(LONGEST);
            return entry == null || entry.value() == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(entry.value()));
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.atDebug().addKeyValue("reason", e.toString()).log("the brokers do not show their configuration");
            return OptionalLong.empty();
        }
    }

    private String problem(KafkaException failure, String id) {
        return switch (KafkaFailure.of(failure)) {
            case TRANSACTIONAL_ID_DENIED ->
                "no right to transactional ids such as " + id
                        + "; grant it: kafka-acls --bootstrap-server " + servers
                        + " --add --allow-principal User:<name> --operation Write --operation Describe"
                        + " --transactional-id " + settings.groupId() + "- --resource-pattern-type prefixed";
            case CLUSTER_DENIED ->
                "no right to write with idempotence; grant it: kafka-acls --bootstrap-server " + servers
                        + " --add --allow-principal User:<name> --operation IdempotentWrite --cluster";
            case TIMEOUT ->
                "no transaction coordinator answered within " + LIMIT_MILLIS / 1_000
                        + " s. Check that the brokers can create and lead the topic __transaction_state: it needs"
                        + " transaction.state.log.replication.factor copies (3 by default; a lone broker needs 1, and"
                        + " transaction.state.log.min.isr 1)";
            case TOPIC_MISSING, REFUSED, OTHER ->
                failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }

    /** Closes after a second at most, even if no coordinator answers. */
    private record Opened(Producer<byte[], byte[]> producer) implements AutoCloseable {
        @Override
        public void close() {
            producer.close(Duration.ofSeconds(1));
        }
    }
}
