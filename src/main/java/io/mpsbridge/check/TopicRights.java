package io.mpsbridge.check;

import io.mpsbridge.check.Commands.Resource;
import io.mpsbridge.clients.KafkaSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;

/** The bridge's topics, the right that it needs on each, and what mends a topic that is missing or denied. */
final class TopicRights {

    private final Map<String, AclOperation> needed = new LinkedHashMap<>();
    private final Commands commands;

    TopicRights(KafkaSettings.Topics topics, Commands commands) {
        this.commands = commands;
        needed.put(topics.created(), AclOperation.READ);
        needed.put(topics.completed(), AclOperation.WRITE);
        needed.put(topics.failed(), AclOperation.WRITE);
        needed.put(topics.deadLetter(), AclOperation.WRITE);
    }

    /** In the order of the data flow. */
    Set<String> topics() {
        return needed.keySet();
    }

    Finding missing(String topic) {
        return Finding.bad(what(topic), "does not exist; create it").fixedBy(commands.createTopic(topic));
    }

    /** The brokers do not even tell whether there is such a topic. */
    Finding denied(String topic) {
        AclOperation operation = operation(topic);
        return Finding.bad(what(topic), "no right to DESCRIBE it, which the right to " + operation + " includes")
                .fixedBy(grant(topic));
    }

    /** Empty if the bridge may do what it must. */
    Optional<Finding> lackingRight(String topic, TopicDescription description) {
        Set<AclOperation> allowed = description.authorizedOperations();
        // Brokers without an authorizer list nothing, or everything.
        return allowed == null || allowed.isEmpty() || allowed.contains(operation(topic))
                ? Optional.empty()
                : Optional.of(Finding.bad(what(topic), "no right to " + operation(topic)).fixedBy(grant(topic)));
    }

    static String what(String topic) {
        return "topic " + topic;
    }

    private String grant(String topic) {
        return commands.grant(operation(topic), Resource.topic(topic));
    }

    /** A topic of hints is read. */
    private AclOperation operation(String topic) {
        return needed.getOrDefault(topic, AclOperation.READ);
    }
}
