package io.mpsbridge.check;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Classifies a Kafka client's exception by the first telling type in its chain of causes. */
enum KafkaFailure {
    TOPIC_MISSING,
    TOPIC_DENIED,
    GROUP_MISSING,
    GROUP_DENIED,
    TRANSACTIONAL_ID_DENIED,
    CLUSTER_DENIED,
    /** The brokers do not take the credentials. */
    LOGIN,
    /** The brokers do not know what is asked of them. */
    TOO_OLD,
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

    /** Whether the right to it is missing. */
    boolean isDenied() {
        return switch (this) {
            case TOPIC_DENIED, GROUP_DENIED, TRANSACTIONAL_ID_DENIED, CLUSTER_DENIED -> true;
            case TOPIC_MISSING, GROUP_MISSING, LOGIN, TOO_OLD, REFUSED, TIMEOUT, OTHER -> false;
        };
    }

    /** Narrower types come first. */
    private static KafkaFailure alone(Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return TOPIC_MISSING;
        }
        if (cause instanceof GroupIdNotFoundException) {
            return GROUP_MISSING;
        }
        if (cause instanceof AuthorizationException) {
            return denied(cause);
        }
        if (cause instanceof AuthenticationException) {
            return LOGIN;
        }
        if (cause instanceof UnsupportedVersionException) {
            return TOO_OLD;
        }
        if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
            return TIMEOUT;
        }
        return cause instanceof InvalidTopicException ? REFUSED : OTHER;
    }

    private static KafkaFailure denied(Throwable cause) {
        if (cause instanceof TopicAuthorizationException) {
            return TOPIC_DENIED;
        }
        if (cause instanceof GroupAuthorizationException) {
            return GROUP_DENIED;
        }
        if (cause instanceof TransactionalIdAuthorizationException) {
            return TRANSACTIONAL_ID_DENIED;
        }
        return cause instanceof ClusterAuthorizationException ? CLUSTER_DENIED : REFUSED;
    }
}
