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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a command needs of Kafka before it does anything: brokers that answer, and topics that exist. A producer would
 * otherwise create a missing topic on brokers that allow it. Blocks for seconds.
 */
public final class Preflight {
    private static final int ANSWER_MILLIS = 10_000;

    private final KafkaSettings settings;
    private final Commands commands;

    /** Sends nothing yet. */
    public Preflight(KafkaSettings settings) {
        this.settings = settings;
        this.commands = new Commands(settings.clients().admin());
    }

    /**
     * What is missing, a sentence for each thing; empty if nothing is.
     *
     * @throws ClientSettingsException if the client refuses its settings
     */
    public List<String> problems(Collection<String> topics) throws InterruptedException {
        ClientConfigs configs = new ClientConfigs(settings);
        try (Admin admin = ClientSettingsException.unlessRefused(() -> Admin.create(configs.admin()))) {
            Map<String, KafkaFuture<TopicDescription>> asked =
                    new TreeMap<>(admin.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(ANSWER_MILLIS))
                            .topicNameValues());
            List<String> problems = new ArrayList<>();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> each : asked.entrySet()) {
                try {
                    each.getValue().get(2L * ANSWER_MILLIS, TimeUnit.MILLISECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw e;
                    }
                    problems.add(missing(each.getKey()));
                }
            }
            return problems;
        } catch (ExecutionException e) {
            return List.of(unanswered(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException | KafkaException e) {
            return List.of(unanswered(e));
        }
    }

    private String missing(String topic) {
        return "the topic " + topic + " does not exist; create it: " + commands.createTopic(topic);
    }

    private String unanswered(Throwable failure) {
        boolean silent = failure instanceof TimeoutException
                || failure instanceof org.apache.kafka.common.errors.TimeoutException;
        return silent
                ? new Reachability(commands.servers()).describe()
                : "the brokers at " + commands.servers() + " refuse: " + ForeignText.of(failure);
    }
}
