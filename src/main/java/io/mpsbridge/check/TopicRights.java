package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;

/** The bridge's topics, the right that it needs on each, and how to fix what is missing. */
final class TopicRights {

    private final Map<String, AclOperation> needed = new LinkedHashMap<>();
    private final String servers;

    /** @param servers for the commands in messages */
    TopicRights(KafkaSettings.Topics topics, String servers) {
        this.servers = servers;
        needed.put(topics.created(), AclOperation.READ);
        needed.put(topics.completed(), AclOperation.WRITE);
        needed.put(topics.failed(), AclOperation.WRITE);
        needed.put(topics.deadLetter(), AclOperation.WRITE);
    }

    /** In the order of the data flow. */
    Set<String> topics() {
        return needed.keySet();
    }

    /** The problem with a topic that does not exist, to follow its name. */
    String missing(String topic) {
        return "does not exist; create it: kafka-topics --bootstrap-server " + servers + " --create --topic " + topic
                + " --partitions 12";
    }

    /** The problem with a topic that lacks the needed right, to follow its name. */
    Optional<String> lackingRight(String topic, TopicDescription description) {
        AclOperation operation = needed.getOrDefault(topic, AclOperation.READ);
        Set<AclOperation> allowed = description.authorizedOperations();
        // Brokers without an authorizer list nothing, or everything.
        return allowed == null || allowed.isEmpty() || allowed.contains(operation)
                ? Optional.empty()
                : Optional.of("no right to " + operation + ": grant it to the principal of these credentials");
    }
}
