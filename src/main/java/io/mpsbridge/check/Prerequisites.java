package io.mpsbridge.check;

import io.mpsbridge.clients.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;

/** What the Kafka loop needs before it can start: brokers that answer, and its four topics with the rights. */
public final class Prerequisites {

    /** Short, to report problems early; the caller retries. */
    private static final int ANSWER_MILLIS = 5_000;

    private final TopicRights rights;

    /** @param servers for the commands in messages */
    public Prerequisites(KafkaSettings settings, String servers) {
        this.rights = new TopicRights(settings.topics(), servers);
    }

    /**
     * Asks once, without blocking.
     *
     * @return one sentence for each thing that is missing. Fails with {@link KafkaRefusedException} if waiting does not
     *     help, and with anything else if the brokers did not answer.
     */
    public CompletableFuture<List<String>> look(Admin admin) {
        DescribeTopicsOptions options =
                new DescribeTopicsOptions().timeoutMs(ANSWER_MILLIS).includeAuthorizedOperations(true);
        List<CompletableFuture<List<String>>> asked = new ArrayList<>();
        admin.describeTopics(rights.topics(), options)
                .topicNameValues()
                .forEach((topic, described) -> asked.add(missing(topic, described)));
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(all -> asked.stream()
                        .flatMap(each -> each.join().stream())
                        .sorted()
                        .toList());
    }

    private CompletableFuture<List<String>> missing(String topic, KafkaFuture<TopicDescription> described) {
        return described.toCompletionStage().toCompletableFuture().handle((description, failure) -> {
            if (failure == null) {
                requireRight(topic, description);
                return List.of();
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return switch (KafkaFailure.of(cause)) {
                case TOPIC_MISSING -> List.of("topic " + topic + " " + rights.missing(topic));
                case TRANSACTIONAL_ID_DENIED, CLUSTER_DENIED, REFUSED ->
                    throw new KafkaRefusedException("topic " + topic + ": " + cause.getMessage(), cause);
                case TIMEOUT, OTHER -> throw new CompletionException(cause);
            };
        });
    }

    private void requireRight(String topic, TopicDescription description) {
        rights.lackingRight(topic, description).ifPresent(problem -> {
            throw new KafkaRefusedException("topic " + topic + ": " + problem);
        });
    }
}
