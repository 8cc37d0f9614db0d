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

    private final Rights rights;
    private final Reachability reachability;

    /** Sends nothing yet. */
    public Prerequisites(KafkaSettings settings) {
        Commands commands = new Commands(settings.clients().admin());
        this.rights = new Rights(settings, commands);
        this.reachability = new Reachability(settings.clients().admin());
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

    /**
     * What ended the loop, with the right that is missing and the command that grants it, if that is the reason; else
     * the failure itself.
     */
    public RuntimeException explained(RuntimeException failure) {
        return switch (KafkaFailure.of(failure)) {
            case GROUP_DENIED -> new KafkaRefusedException(rights.groupDenied().sentence(), failure);
            case TRANSACTIONAL_ID_DENIED ->
                new KafkaRefusedException(rights.transactionalIdDenied().sentence(), failure);
            case TOPIC_MISSING, TOPIC_DENIED, GROUP_MISSING, CLUSTER_DENIED, LOGIN, TOO_OLD, REFUSED, TIMEOUT, OTHER ->
                failure;
        };
    }

    private CompletableFuture<List<String>> missing(String topic, KafkaFuture<TopicDescription> described) {
        return described.toCompletionStage().toCompletableFuture().handle((description, failure) -> {
            if (failure == null) {
                rights.lackingRight(topic, description).ifPresent(problem -> {
                    throw new KafkaRefusedException(problem.sentence());
                });
                return List.of();
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return switch (KafkaFailure.of(cause)) {
                case TOPIC_MISSING -> List.of(rights.missing(topic).sentence());
                case TOPIC_DENIED ->
                    throw new KafkaRefusedException(rights.denied(topic).sentence(), cause);
                case LOGIN ->
                    throw new KafkaRefusedException(reachability.refused(String.valueOf(cause.getMessage())), cause);
                case TRANSACTIONAL_ID_DENIED, GROUP_DENIED, CLUSTER_DENIED, TOO_OLD, REFUSED ->
                    throw new KafkaRefusedException(Rights.what(topic) + ": " + cause.getMessage(), cause);
                case GROUP_MISSING, TIMEOUT, OTHER -> throw new CompletionException(cause);
            };
        });
    }
}
