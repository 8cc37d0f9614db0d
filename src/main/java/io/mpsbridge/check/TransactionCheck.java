package io.mpsbridge.check;

import io.mpsbridge.check.Commands.Resource;
import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.clients.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;

/**
 * Opens a transactional producer as this replica does, under its own transactional id, to which its rights may be
 * limited. While a live replica uses that id, another one is tried, so that the replica is not fenced. Blocks for
 * seconds.
 */
final class TransactionCheck {

    private static final String WHAT = Rights.TRANSACTIONS;
    private static final int LIMIT_MILLIS = 10_000;

    private final Rights rights;
    private final Commands commands;
    private final ClientConfigs configs;

    TransactionCheck(KafkaSettings settings, Rights rights, Commands commands) {
        this.rights = rights;
        this.commands = commands;
        this.configs = new ClientConfigs(settings);
    }

    /** @param isInstanceLive whether a live replica has this one's id */
    Finding finding(Admin admin, boolean isInstanceLive) throws InterruptedException {
        String own = String.valueOf(configs.producer().get(ProducerConfig.TRANSACTIONAL_ID_CONFIG));
        String tried = isInstanceLive ? own + "-check" : own;
        Map<String, Object> config = configs.producer(tried);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(LIMIT_MILLIS));
        Opened made;
        try {
            made = new Opened(ClientSettingsException.unlessRefused(() -> new KafkaProducer<byte[], byte[]>(config)));
        } catch (ClientSettingsException e) {
            return Finding.bad(WHAT, KafkaCheck.refusedSettings("kafka.producer.*", e));
        }
        try (Opened opened = made) {
            opened.producer.initTransactions();
            return Finding.good(WHAT, "a transactional producer can be opened (tried with the id " + tried + ")");
        } catch (KafkaException e) {
            boolean isLimitedToOwn = isInstanceLive
                    && KafkaFailure.of(e) == KafkaFailure.TRANSACTIONAL_ID_DENIED
                    && mayDescribe(admin, own);
            return isLimitedToOwn
                    ? Finding.note(
                            WHAT,
                            "a live replica uses the id " + own + ", and there is no right to another: see its /readyz")
                    : problem(e);
        }
    }

    /** An id that is not in use yet is no failure. */
    private static boolean mayDescribe(Admin admin, String id) throws InterruptedException {
        return !Reply.of(admin.describeTransactions(List.of(id)).description(id))
                .failedAs(KafkaFailure.TRANSACTIONAL_ID_DENIED);
    }

    private Finding problem(KafkaException failure) {
        return switch (KafkaFailure.of(failure)) {
            case TRANSACTIONAL_ID_DENIED -> rights.transactionalIdDenied();
            case CLUSTER_DENIED ->
                Finding.bad(WHAT, "no right to write with idempotence")
                        .fixedBy(commands.grant(AclOperation.IDEMPOTENT_WRITE, Resource.cluster()));
            case TIMEOUT ->
                Finding.bad(
                        WHAT,
                        "no transaction coordinator answered within " + LIMIT_MILLIS / 1_000
                                + " s. Check that the brokers can create and lead the topic __transaction_state: it"
                                + " needs transaction.state.log.replication.factor copies (3 by default; a lone broker"
                                + " needs 1, and transaction.state.log.min.isr 1)");
            case TOPIC_MISSING, TOPIC_DENIED, GROUP_MISSING, GROUP_DENIED, LOGIN, TOO_OLD, REFUSED, OTHER ->
                Finding.bad(WHAT, failure.getMessage() == null ? failure.toString() : failure.getMessage());
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
