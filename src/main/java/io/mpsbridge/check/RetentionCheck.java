package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** Whether topics keep what the bridge still needs: events until they are answered, and every answer. */
final class RetentionCheck {

    /** Kafka's own default, and enough for a task of any age that is still asked about. */
    private final Duration maxTaskAge;

    private final KafkaSettings.Topics topics;
    private final Commands commands;

    RetentionCheck(KafkaSettings.Topics topics, Duration maxTaskAge, Commands commands) {
        this.topics = topics;
        this.maxTaskAge = maxTaskAge;
        this.commands = commands;
    }

    List<Finding> findings(Map<String, EntityConfig> configs) {
        List<Finding> findings = new ArrayList<>();
        configs.forEach((topic, config) -> compaction(topic, config, findings));
        EntityConfig created = configs.get(topics.created());
        if (created != null && deletes(created)) {
            age(created, findings);
            size(created, findings);
        }
        return findings;
    }

    /** Compaction keeps one record per key: other events with the same key would be lost. */
    private void compaction(String topic, EntityConfig config, List<Finding> findings) {
        if (has(config, TopicConfig.CLEANUP_POLICY_COMPACT)) {
            String lost = topic.equals(topics.deadLetter())
                    ? "; letters of events without a key get one, which is their position"
                    : "";
            findings.add(Finding.warning(
                            Rights.what(topic),
                            "is compacted, which deletes all but the newest record of a key, read or not" + lost)
                    .fixedBy(commands.alterTopic(
                            topic, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)));
        }
    }

    private void age(EntityConfig created, List<Finding> findings) {
        long millis = created.number(TopicConfig.RETENTION_MS_CONFIG).orElse(-1);
        if (millis >= 0 && millis < maxTaskAge.toMillis()) {
            findings.add(Finding.warning(
                            Rights.what(topics.created()),
                            "keeps events for " + shown(Duration.ofMillis(millis))
                                    + " (retention.ms), tasks may be in flight for " + shown(maxTaskAge)
                                    + " (bridge.max-task-age): an event that is deleted while no replica holds it is"
                                    + " never answered. Raise the one, or lower the other")
                    .fixedBy(commands.alterTopic(
                            topics.created(), TopicConfig.RETENTION_MS_CONFIG, maxTaskAge.toMillis())));
        }
    }

    private void size(EntityConfig created, List<Finding> findings) {
        long bytes = created.number(TopicConfig.RETENTION_BYTES_CONFIG).orElse(-1);
        if (bytes >= 0) {
            findings.add(Finding.warning(
                            Rights.what(topics.created()),
                            "keeps " + bytes + " bytes of each partition (retention.bytes): a burst deletes events that"
                                    + " are not answered yet, however young they are")
                    .fixedBy(commands.alterTopic(topics.created(), TopicConfig.RETENTION_BYTES_CONFIG, -1)));
        }
    }

    private static boolean deletes(EntityConfig config) {
        return has(config, TopicConfig.CLEANUP_POLICY_DELETE);
    }

    private static boolean has(EntityConfig config, String policy) {
        return config.text(TopicConfig.CLEANUP_POLICY_CONFIG)
                .filter(text -> text.contains(policy))
                .isPresent();
    }

    private static String shown(Duration duration) {
        if (duration.compareTo(Duration.ofDays(2)) >= 0) {
            return duration.toDays() + " days";
        }
        return duration.compareTo(Duration.ofHours(2)) >= 0
                ? duration.toHours() + " hours"
                : duration.toSeconds() + " seconds";
    }
}
