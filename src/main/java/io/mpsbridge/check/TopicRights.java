package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;

/** The bridge's topics, what it has to do with each, and what a person does where one is not as it should be. */
final class TopicRights {

    private final Map<String, AclOperation> needed = new LinkedHashMap<>();
    private final String servers;

    /** @param servers for the commands to be typed */
    TopicRights(KafkaSettings.Topics topics, String servers) {
        this.servers = servers;
        needed.put(topics.created(), AclOperation.READ);
        needed.put(topics.completed(), AclOperation.WRITE);
        needed.put(topics.failed(), AclOperation.WRITE);
        needed.put(topics.deadLetter(), AclOperation.WRITE);
    }

    /** In the order in which events pass them. */
    Set<String> topics() {
        return needed.keySet();
    }

    /** What is said of a topic that does not exist, without its name. */
    String missing(String topic) {
        return "does not exist; create it: kafka-topics --bootstrap-server " + servers + " --create --topic " + topic
                + " --partitions 12";
    }

    /** What is said of a topic, without its name, if the right to use it is lacking. */
    Optional<String> lackingRight(String topic, TopicDescription description) {
        AclOperation operation = needed.getOrDefault(topic, AclOperation.READ);
        Set<AclOperation> allowed = description.authorizedOperations();
        // Brokers without an authorizer list nothing, or everything.
        return allowed == null || allowed.isEmpty() || allowed.contains(operation)
                ? Optional.empty()
                : Optional.of("no right to " + operation + ": grant it to the principal of these credentials");
    }
}
