package io.mpsbridge.check;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Classifies a Kafka client's exception by the first telling type in its chain of causes. */
enum KafkaFailure {
    TOPIC_MISSING,
    TRANSACTIONAL_ID_DENIED,
    CLUSTER_DENIED,
    /** Retrying does not help. */
    REFUSED,
    TIMEOUT,
    OTHER;

    static KafkaFailure of(Throwable failure) {
        KafkaFailure meaning = OTHER;
        for (Throwable cause = failure; cause != null && meaning == OTHER; cause = cause.getCause()) {
            meaning = alone(cause);
        }
        return meaning;
    }

    /** Narrower types come first. */
    private static KafkaFailure alone(Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return TOPIC_MISSING;
        }
        if (cause instanceof TransactionalIdAuthorizationException) {
            return TRANSACTIONAL_ID_DENIED;
        }
        if (cause instanceof ClusterAuthorizationException) {
            return CLUSTER_DENIED;
        }
        if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
            return TIMEOUT;
        }
        return cause instanceof AuthenticationException
                        || cause instanceof AuthorizationException
                        || cause instanceof UnsupportedVersionException
                        || cause instanceof InvalidTopicException
                ? REFUSED
                : OTHER;
    }
}
