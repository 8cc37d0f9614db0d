package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;

/** Whether topics have copies, and as many as a write has to reach. */
final class ReplicaCheck {

    private static final String IN_SYNC = TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;

    private final KafkaSettings.Topics topics;
    private final Commands commands;

    ReplicaCheck(KafkaSettings.Topics topics, Commands commands) {
        this.topics = topics;
        this.commands = commands;
    }

    /** @param brokers how many the cluster has */
    List<Finding> findings(Map<String, TopicDescription> descriptions, Map<String, EntityConfig> configs, int brokers) {
        List<Finding> findings = new ArrayList<>();
        descriptions.forEach((topic, description) -> {
            EntityConfig config = configs.get(topic);
            long needed = config == null ? 1 : config.number(IN_SYNC).orElse(1);
            inSync(topic, description, needed)
                    .map(finding -> topic.equals(topics.created()) ? finding.asWarning() : finding)
                    .ifPresent(findings::add);
        });
        single(descriptions, brokers).ifPresent(findings::add);
        return findings;
    }

    private Optional<Finding> inSync(String topic, TopicDescription description, long needed) {
        String effect = topic.equals(topics.created())
                ? "producers that wait for all copies (acks=all) cannot write events"
                : "nothing can be published there";
        int fewest = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (fewest < needed) {
            return Optional.of(Finding.bad(
                            Rights.what(topic),
                            IN_SYNC + " is " + needed + ", but partitions have " + replicas(fewest) + ": " + effect
                                    + ". Give the topic more replicas, or ask for fewer")
                    .fixedBy(commands.alterTopic(topic, IN_SYNC, Math.max(1, fewest))));
        }
        List<TopicPartitionInfo> behind = description.partitions().stream()
                .filter(partition -> partition.isr().size() < needed)
                .toList();
        return behind.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.bad(
                        Rights.what(topic),
                        TopicCheck.numbers(behind) + " in sync on fewer than the " + needed + " replicas of " + IN_SYNC
                                + ": " + effect + ". Start the brokers that are away"));
    }

    private static Optional<Finding> single(Map<String, TopicDescription> descriptions, int brokers) {
        List<String> without = descriptions.entrySet().stream()
                .filter(each -> each.getValue().partitions().stream()
                        .anyMatch(partition -> partition.replicas().size() == 1))
                .map(Map.Entry::getKey)
                .toList();
        if (without.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                brokers == 1
                        ? Finding.note("replicas", "the cluster has one broker: what that loses is lost")
                        : Finding.warning(
                                "replicas",
                                String.join(", ", without) + " have partitions with one replica: they stand still while"
                                        + " its broker is away, and are lost with it. Give them three"
                                        + " (kafka-reassign-partitions)"));
    }

    private static String replicas(int count) {
        return count == 1 ? "one replica" : count + " replicas";
    }
}
