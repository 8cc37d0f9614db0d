package io.mpsbridge.check;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;

/** Whether Kafka is reachable and has the topics, rights and settings that the bridge needs. Blocks for seconds. */
public final class KafkaCheck {

    private static final String WHAT = "kafka";

    private final KafkaSettings settings;
    private final Commands commands;
    private final Reachability reachability;
    private final TopicCheck topics;
    private final TopicSettingsCheck topicSettings;
    private final BrokerSettingsCheck brokerSettings;
    private final GroupCheck group;
    private final OffsetCheck offsets;
    private final TransactionCheck transactions;

    /** Sends nothing yet. */
    public KafkaCheck(Settings settings) {
        this.settings = settings.kafka();
        this.commands = new Commands(this.settings.clients().admin());
        this.reachability = new Reachability(this.settings.clients().admin());
        Rights rights = new Rights(this.settings, commands);
        this.topics = new TopicCheck(this.settings.topics(), rights);
        this.topicSettings = new TopicSettingsCheck(settings, commands);
        this.brokerSettings = new BrokerSettingsCheck(this.settings, commands);
        this.group = new GroupCheck(this.settings, rights);
        this.offsets = new OffsetCheck(this.settings, commands);
        this.transactions = new TransactionCheck(this.settings, rights, commands);
    }

    /**
     * Checks everything; findings are in the order in which to fix them. What a client refuses of its settings is one
     * too.
     */
    public List<Finding> findings() throws InterruptedException {
        ClientConfigs configs = new ClientConfigs(settings);
        try (Admin admin = Admin.create(configs.admin())) {
            List<Finding> findings = new ArrayList<>();
            consumer(configs).ifPresent(findings::add);
            DescribeClusterResult cluster = admin.describeCluster();
            Reply<String> id = Reply.of(cluster.clusterId());
            if (id.answer().isPresent()) {
                findings.addAll(findings(admin, id.answer().get()));
            } else {
                findings.add(unreachable(id));
            }
            return findings;
        } catch (KafkaException e) {
            return List.of(notMade("kafka.admin.*", e));
        }
    }

    /** Its settings are its own; it sends nothing. */
    private Optional<Finding> consumer(ClientConfigs configs) {
        try {
            new KafkaConsumer<byte[], byte[]>(configs.consumer()).close(CloseOptions.timeout(Duration.ZERO));
            return Optional.empty();
        } catch (KafkaException e) {
            return Optional.of(notMade("kafka.consumer.*", e));
        }
    }

    private Finding notMade(String client, KafkaException failure) {
        return Finding.bad(
                WHAT,
                Reachability.isUnresolved(failure)
                        ? reachability.unresolved()
                        : refusedSettings(client, ClientSettingsException.of(failure)));
    }

    /** @param client whose settings, such as {@code kafka.consumer.*} */
    static String refusedSettings(String client, RuntimeException refused) {
        return "the settings for this client (" + client + ") are refused: " + refused.getMessage()
                + "; `config` shows where each value comes from";
    }

    private List<Finding> findings(Admin admin, String cluster) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.good(WHAT, "cluster " + cluster + " at " + commands.servers()));
        logins().ifPresent(findings::add);
        TopicCheck.Found found = topics.look(admin);
        findings.addAll(found.findings());
        findings.addAll(topicSettings.findings(admin, found));
        findings.addAll(brokerSettings.findings(admin));
        GroupCheck.Found members = group.look(admin);
        findings.addAll(members.findings());
        if (members.isReadable()) {
            findings.addAll(offsets.findings(
                    admin, found.descriptions().get(settings.topics().created())));
        }
        findings.add(transactions.finding(admin, members.isInstanceLive()));
        return findings;
    }

    private Finding unreachable(Reply<?> reply) {
        return Finding.bad(
                WHAT,
                reply.failedAs(KafkaFailure.LOGIN)
                        ? reachability.refused(reply.reason())
                        : reachability.describe()
                                + (reply.failedAs(KafkaFailure.TIMEOUT) ? "" : ": " + reply.reason()));
    }

    /** The brokers tell a client about its own rights only. */
    private Optional<Finding> logins() {
        KafkaSettings.Clients clients = settings.clients();
        boolean same = Login.of(clients.admin()).equals(Login.of(clients.consumer()))
                && Login.of(clients.admin()).equals(Login.of(clients.producer()));
        return same
                ? Optional.empty()
                : Optional.of(Finding.note(
                        "credentials",
                        "kafka.consumer.*, kafka.producer.* and kafka.admin.* log in differently: the rights to topics"
                                + " and group below are those of kafka.admin.*"));
    }
}
