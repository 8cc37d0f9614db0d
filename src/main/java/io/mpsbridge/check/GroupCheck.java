package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.config.Settings;
import io.mpsbridge.kafka.OffsetQueries;
import io.mpsbridge.task.TaskKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the group begins, and settings under which it cannot answer every event even with all rights. */
final class GroupCheck {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCheck.class);
    private static final int LIMIT_SECONDS = 10;

    private final KafkaSettings settings;
    private final Set<String> topics;
    private final int permits;
    private final String servers;

    GroupCheck(Settings settings, Set<String> topics, String servers) {
        this.topics = topics;
        this.settings = settings.kafka();
        this.permits = settings.accounts().get(0).limit(TaskKind.IMAGE).permitsPerSecond();
        this.servers = servers;
    }

    List<Finding> findings(Admin admin) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(offsets(admin));
        shares(admin).ifPresent(findings::add);
        findings.addAll(compaction(admin));
        return findings;
    }

    private Finding offsets(Admin admin) throws InterruptedException {
        String what = "group " + settings.groupId();
        OffsetQueries queries = new OffsetQueries(admin, settings);
        try {
            if (get(queries.hasCommitted())) {
                return Finding.good(what, "resumes at its committed offsets");
            }
            Optional<Instant> newest = get(queries.newestAnswer());
            String start = settings.start() == KafkaSettings.Start.LATEST ? "latest" : "earliest";
            return newest.map(time -> Finding.warning(
                            what,
                            "has no committed offsets, though the output topics hold answers up to " + time
                                    + ". If they were lost, reset them to a time before that: kafka-consumer-groups"
                                    + " --bootstrap-server " + servers + " --group " + settings.groupId() + " --topic "
                                    + settings.topics().created()
                                    + " --reset-offsets --to-datetime <UTC, such as 2026-11-23T13:00:00.000> --execute."
                                    + " Otherwise it begins at bridge.start=" + start))
                    .orElseGet(
                            () -> Finding.good(what, "has no committed offsets: it begins at bridge.start=" + start));
        } catch (ExecutionException | TimeoutException e) {
            return Finding.bad(what, "cannot read its committed offsets: " + reason(e));
        }
    }

    /** Only where the quota is divided by partitions. */
    private Optional<Finding> shares(Admin admin) throws InterruptedException {
        if (settings.replicas() != KafkaSettings.Replicas.SHARED) {
            return Optional.empty();
        }
        String created = settings.topics().created();
        try {
            TopicDescription topic =
                    get(admin.describeTopics(List.of(created)).allTopicNames()).get(created);
            int partitions = topic == null ? 0 : topic.partitions().size();
            return partitions <= permits
                    ? Optional.empty()
                    : Optional.of(Finding.warning(
                            "quota",
                            "is divided by partitions (bridge.replicas=shared): " + created + " has " + partitions
                                    + " partitions, mps.rate-limit is " + permits
                                    + ". A replica whose share is less than one request per second reads nothing:"
                                    + " use bridge.replicas=standby or fewer partitions"));
        } catch (ExecutionException | TimeoutException e) {
            return unknown(e);
        }
    }

    /** Compaction keeps one record per key: other events with the same key would be lost. */
    private List<Finding> compaction(Admin admin) throws InterruptedException {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        try {
            Map<ConfigResource, Config> configs =
                    get(admin.describeConfigs(resources).all());
            return resources.stream()
                    .filter(resource -> isCompacted(configs.get(resource)))
                    .map(resource -> Finding.warning(
                            "topic " + resource.name(),
                            "is compacted, which deletes all but the newest record of a key, read or not. Change it:"
                                    + " kafka-configs --bootstrap-server " + servers + " --alter --topic "
                                    + resource.name() + " --add-config cleanup.policy=delete"))
                    .toList();
        } catch (ExecutionException | TimeoutException e) {
            return unknown(e).stream().toList();
        }
    }

    private static boolean isCompacted(@Nullable Config config) {
        ConfigEntry policy = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        return policy != null && policy.value() != null && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    private static Optional<Finding> unknown(Exception failure) {
        LOG.atDebug()
                .addKeyValue("reason", reason(failure))
                .log("the brokers do not show topics or their configuration");
        return Optional.empty();
    }

    private static <T> T get(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The client's own message about a time-out names its internal calls only. */
    private static String reason(Exception failure) {
        if (KafkaFailure.of(failure) == KafkaFailure.TIMEOUT) {
            return "the group coordinator does not answer. A new cluster first creates __consumer_offsets: run check"
                    + " again in a moment";
        }
        return KafkaCheck.reason(failure);
    }
}
