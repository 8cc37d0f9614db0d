package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/** Whether each topic is there, the bridge may use it, and each partition has a leader. */
final class TopicCheck {

    private final Rights rights;
    private final KafkaSettings.Topics topics;

    TopicCheck(KafkaSettings.Topics topics, Rights rights) {
        this.topics = topics;
        this.rights = rights;
    }

    /**
     * What was found.
     *
     * @param descriptions of the topics that could be described, hints excepted
     */
    record Found(List<Finding> findings, Map<String, TopicDescription> descriptions) {}

    Found look(Admin admin) throws InterruptedException {
        Map<String, TopicDescription> descriptions = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (String topic : rights.topics()) {
            Reply<TopicDescription> described = described(admin, topic);
            described.answer().ifPresent(description -> descriptions.put(topic, description));
            findings.add(finding(topic, described));
        }
        String hints = topics.hints();
        if (hints != null) {
            findings.add(withoutHints(finding(hints, described(admin, hints))));
        }
        return new Found(findings, descriptions);
    }

    private static Reply<TopicDescription> described(Admin admin, String topic) throws InterruptedException {
        DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        return Reply.of(admin.describeTopics(List.of(topic), options).topicNameValues(), topic);
    }

    private Finding finding(String topic, Reply<TopicDescription> described) {
        Optional<TopicDescription> description = described.answer();
        if (description.isPresent()) {
            return rights.lackingRight(topic, description.get())
                    .or(() -> leaderless(topic, description.get()))
                    .orElseGet(() -> Finding.good(
                            Rights.what(topic), description.get().partitions().size() + " partitions"));
        }
        if (described.failedAs(KafkaFailure.TOPIC_MISSING)) {
            return rights.missing(topic);
        }
        return described.failedAs(KafkaFailure.TOPIC_DENIED)
                ? rights.denied(topic)
                : Finding.bad(Rights.what(topic), described.reason());
    }

    /** The bridge does without hints. */
    private static Finding withoutHints(Finding finding) {
        return finding.isBad()
                ? new Finding(
                        Finding.Severity.WARNING,
                        finding.what(),
                        finding.message() + " (bridge.topics.hints; the bridge works without hints)",
                        finding.fix())
                : finding;
    }

    private static Optional<Finding> leaderless(String topic, TopicDescription description) {
        List<TopicPartitionInfo> without = description.partitions().stream()
                .filter(partition ->
                        partition.leader() == null || partition.leader().isEmpty())
                .toList();
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.bad(
                        Rights.what(topic),
                        numbers(without) + " without a leader; start the brokers "
                                + without.stream()
                                        .flatMap(partition -> partition.replicas().stream())
                                        .map(Node::idString)
                                        .distinct()
                                        .sorted()
                                        .toList()));
    }

    /** At most ten by number. */
    static String numbers(List<TopicPartitionInfo> partitions) {
        List<Integer> first = partitions.stream()
                .map(TopicPartitionInfo::partition)
                .sorted()
                .limit(10)
                .toList();
        int others = partitions.size() - first.size();
        return (partitions.size() == 1
                ? "partition " + first.get(0) + " is"
                : "partitions " + first + (others == 0 ? "" : " and " + others + " more") + " are");
    }
}
