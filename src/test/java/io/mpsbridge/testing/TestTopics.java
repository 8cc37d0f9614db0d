package io.mpsbridge.testing;

import io.mpsbridge.clients.KafkaSettings;
import java.util.Map;

/** The topics of one test. The names begin with the test's own, so that tests can share a broker. */
public record TestTopics(String name) {

    public String created() {
        return name + "-created";
    }

    public String completed() {
        return name + "-completed";
    }

    public String failed() {
        return name + "-failed";
    }

    public String deadLetter() {
        return name + "-dlt";
    }

    /** Makes all of them, with one partition for dead letters. */
    public void create(KafkaBroker broker, int createdPartitions, int outcomePartitions) {
        broker.createTopics(Map.of(
                created(),
                createdPartitions,
                completed(),
                outcomePartitions,
                failed(),
                outcomePartitions,
                deadLetter(),
                1));
    }

    public KafkaSettings.Topics settings() {
        return new KafkaSettings.Topics(created(), completed(), failed(), deadLetter());
    }

    /** As the bridge's configuration names them. */
    public Map<String, String> properties() {
        return Map.of(
                "bridge.topics.created", created(),
                "bridge.topics.completed", completed(),
                "bridge.topics.failed", failed(),
                "bridge.topics.dead-letter", deadLetter());
    }

    /** As the bridge's environment names them. */
    public Map<String, String> environment() {
        return Map.of(
                "BRIDGE_TOPICS_CREATED", created(),
                "BRIDGE_TOPICS_COMPLETED", completed(),
                "BRIDGE_TOPICS_FAILED", failed(),
                "BRIDGE_TOPICS_DEAD_LETTER", deadLetter());
    }
}
