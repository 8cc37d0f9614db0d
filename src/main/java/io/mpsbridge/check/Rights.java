package io.mpsbridge.check;

import io.mpsbridge.check.Commands.Resource;
import io.mpsbridge.clients.KafkaSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;

/** The bridge's topics, the rights that it needs there and elsewhere, and what grants those that are missing. */
final class Rights {

    static final String TRANSACTIONS = "transactions";

    private final Map<String, AclOperation> needed = new LinkedHashMap<>();
    private final KafkaSettings settings;
    private final Commands commands;

    Rights(KafkaSettings settings, Commands commands) {
        this.settings = settings;
        this.commands = commands;
        KafkaSettings.Topics topics = settings.topics();
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
                : Optional.of(Finding.bad(what(topic), "no right to " + operation(topic))
                        .fixedBy(grant(topic)));
    }

    Finding groupDenied() {
        return Finding.bad(group(), "no right to READ, without which the bridge cannot join it or commit")
                .fixedBy(commands.grant(AclOperation.READ, Resource.group(settings.groupId())));
    }

    Finding transactionalIdDenied() {
        return Finding.bad(
                        TRANSACTIONS,
                        "no right to WRITE with the transactional id " + settings.groupId() + "-"
                                + settings.instanceId() + "; each replica has its own")
                .fixedBy(commands.grant(AclOperation.WRITE, Resource.transactionalIds(settings.groupId() + "-")));
    }

    String group() {
        return "group " + settings.groupId();
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
