package io.mpsbridge.check;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Whether Kafka is reachable and has the topics and rights that the bridge needs. Blocks for seconds. */
public final class KafkaCheck {

    private static final int TIMEOUT_SECONDS = 15;

    private final KafkaSettings settings;
    private final String servers;
    private final TopicRights rights;
    private final GroupCheck group;

    /** Sends nothing yet. */
    public KafkaCheck(Settings settings) {
        this.settings = settings.kafka();
        this.servers = settings.kafka().clients().admin().getOrDefault("bootstrap.servers", "");
        this.rights = new TopicRights(this.settings.topics(), servers);
        this.group = new GroupCheck(settings, rights.topics(), servers);
    }

    /**
     * Checks everything; findings are in the order in which to fix them.
     *
     * @throws ClientSettingsException if the client refuses its settings
     */
    public List<Finding> findings() throws InterruptedException {
        ClientConfigs configs = new ClientConfigs(settings);
        try (Admin admin = ClientSettingsException.unlessRefused(() -> Admin.create(configs.admin()))) {
            String cluster = get(admin.describeCluster().clusterId());
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.good("kafka", "cluster " + cluster + " at " + servers));
            for (String topic : rights.topics()) {
                findings.add(topic(admin, topic));
            }
            String hints = settings.topics().hints();
            if (hints != null) {
                findings.add(topic(admin, hints));
            }
            findings.addAll(group.findings(admin));
            findings.add(new TransactionCheck(settings, servers).finding(admin));
            return findings;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return List.of(Finding.bad(
                    "kafka",
                    "the brokers at " + servers + " (kafka.bootstrap.servers) cannot be reached: " + reason(e)));
        }
    }

    private Finding topic(Admin admin, String topic) throws InterruptedException, TimeoutException {
        String what = "topic " + topic;
        try {
            Map<String, TopicDescription> described = get(
                    admin.describeTopics(Set.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .allTopicNames());
            TopicDescription description = described.get(topic);
            if (description == null) {
                return Finding.bad(what, "the brokers returned no description");
            }
            return rights.lackingRight(topic, description)
                    .map(problem -> Finding.bad(what, problem))
                    .orElseGet(() -> Finding.good(what, description.partitions().size() + " partitions"));
        } catch (ExecutionException e) {
            if (KafkaFailure.of(e) == KafkaFailure.TOPIC_MISSING) {
                return Finding.bad(what, rights.missing(topic));
            }
            return Finding.bad(what, reason(e));
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** The message of the failure behind a future's exception. */
    static String reason(Exception failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
