package io.mpsbridge.check;

import io.mpsbridge.clients.ClientConfigs;
import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.input.ForeignText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * What a command needs of Kafka before it does anything: brokers that answer, and topics that exist. A producer would
 * otherwise create a missing topic on brokers that allow it. Blocks for seconds.
 */
public final class Preflight {
    private static final int ANSWER_MILLIS = 10_000;

    private final KafkaSettings settings;
    private final Commands commands;
    private final Reachability reachability;

    /** Sends nothing yet. */
    public Preflight(KafkaSettings settings) {
        this.settings = settings;
        this.commands = new Commands(settings.clients().admin());
        this.reachability = new Reachability(settings.clients().admin());
    }

    /**
     * What is missing, a sentence for each thing; empty if nothing is.
     *
     * @throws ClientSettingsException if the client refuses its settings
     */
    public List<String> problems(Collection<String> topics) throws InterruptedException {
        try (Admin admin = Admin.create(new ClientConfigs(settings).admin())) {
            Map<String, KafkaFuture<TopicDescription>> asked =
                    new TreeMap<>(admin.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(ANSWER_MILLIS))
                            .topicNameValues());
            List<String> problems = new ArrayList<>();
            for (String topic : asked.keySet()) {
                Reply<TopicDescription> reply = Reply.of(asked, topic);
                if (reply.failedAs(KafkaFailure.TOPIC_MISSING)) {
                    problems.add(missing(topic));
                } else if (reply.answer().isEmpty()) {
                    return List.of(unanswered(reply));
                }
            }
            return problems;
        } catch (KafkaException e) {
            if (Reachability.isUnresolved(e)) {
                return List.of(reachability.unresolved());
            }
            throw ClientSettingsException.of(e);
        }
    }

    private String missing(String topic) {
        return "the topic " + topic + " does not exist; create it: " + commands.createTopic(topic);
    }

    private String unanswered(Reply<?> reply) {
        if (reply.failedAs(KafkaFailure.TIMEOUT)) {
            return reachability.describe();
        }
        return reply.failedAs(KafkaFailure.LOGIN)
                ? reachability.refused(ForeignText.clean(reply.reason()))
                : "the brokers at " + commands.servers() + " refuse: " + ForeignText.clean(reply.reason());
    }
}
