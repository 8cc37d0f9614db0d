package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.EventEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** Whether the topics take records as large as the bridge writes: an answer carries the metadata of its event. */
final class RecordSizeCheck {

    private static final String LIMIT = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
    /** Kafka's default. */
    private static final long DEFAULT_BYTES = 1_048_588;
    /** Results with the URLs of a dozen images, signed ones are long, without any metadata of the event. */
    private static final long ANSWER_BYTES = 16 * 1024;

    private final KafkaSettings.Topics topics;
    private final Commands commands;

    RecordSizeCheck(KafkaSettings.Topics topics, Commands commands) {
        this.topics = topics;
        this.commands = commands;
    }

    List<Finding> findings(Map<String, EntityConfig> configs) {
        long created = limit(configs, topics.created(), 0);
        List<Finding> findings = new ArrayList<>();
        for (String topic : List.of(topics.completed(), topics.failed(), topics.deadLetter())) {
            long takes = limit(configs, topic, DEFAULT_BYTES);
            String problem = problem(topic, takes, created);
            if (!problem.isEmpty()) {
                String text = "takes records of " + takes + " bytes (" + LIMIT + "), " + problem;
                Finding finding = isTooSmallForAnyLetter(topic, takes)
                        ? Finding.bad(Rights.what(topic), text)
                        : Finding.warning(Rights.what(topic), text);
                findings.add(finding.fixedBy(commands.alterTopic(topic, LIMIT, Math.max(created, DEFAULT_BYTES))));
            }
        }
        return findings;
    }

    private String problem(String topic, long takes, long created) {
        boolean letters = topic.equals(topics.deadLetter());
        if (isTooSmallForAnyLetter(topic, takes)) {
            return "a dead letter needs " + EventEncoder.MIN_DEAD_LETTER_BYTES + ": its partition stands still";
        }
        if (!letters && takes < ANSWER_BYTES) {
            return "an answer may need " + ANSWER_BYTES + ": it becomes a dead letter outcome-too-large";
        }
        if (takes >= created) {
            return "";
        }
        return topics.created() + " takes " + created + ": "
                + (letters
                        ? "dead letters of large events are cut"
                        : "answers with large metadata become dead letters outcome-too-large");
    }

    private boolean isTooSmallForAnyLetter(String topic, long takes) {
        return topic.equals(topics.deadLetter()) && takes < EventEncoder.MIN_DEAD_LETTER_BYTES;
    }

    private static long limit(Map<String, EntityConfig> configs, String topic, long otherwise) {
        EntityConfig config = configs.get(topic);
        return config == null ? otherwise : config.number(LIMIT).orElse(otherwise);
    }
}
