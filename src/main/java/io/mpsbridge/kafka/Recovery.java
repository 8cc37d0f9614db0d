package io.mpsbridge.kafka;

import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * How to recover from a failed step of a transaction. The one table for all producer exceptions: any other may have
 * left the producer unusable, and is answered by a new one with the same transactional id.
 */
enum Recovery {
    /** Abort, then retry what is still ours: the group moved on. */
    ABORT,
    /** A record does not fit its topic: abort, set the culprit aside, retry the others. */
    ISOLATE,
    /** The broker refuses a record permanently: abort, set the culprit aside, retry the others. */
    REFUSED,
    /** Close the producer and open another with the same transactional id, which finishes or aborts what was open. */
    REBUILD,
    /** Another producer took over the transactional id: wait for the group's verdict before taking it back. */
    FENCED,
    /** As {@link #FENCED}, but the broker says so even without a takeover. */
    PERHAPS_FENCED,
    /** A retry cannot help. */
    STOP;

    private static final Set<Class<? extends KafkaException>> TAKEOVERS =
            Set.of(ProducerFencedException.class, InvalidProducerEpochException.class, InvalidTxnStateException.class);

    private static final Set<Class<? extends KafkaException>> ABORTS = Set.of(
            CommitFailedException.class,
            // After a freeze this very process has rejoined, beside the transaction; if it is another process, the
            // consumer's next heartbeat says so and ends the loop.
            FencedInstanceIdException.class,
            RetriableCommitFailedException.class,
            RebalanceInProgressException.class,
            TransactionAbortableException.class);

    private static final Set<Class<? extends KafkaException>> REFUSALS = Set.of(
            InvalidRecordException.class, InvalidTimestampException.class, UnsupportedForMessageFormatException.class);

    private static final Set<Class<? extends KafkaException>> STOPS =
            Set.of(AuthenticationException.class, AuthorizationException.class, UnsupportedVersionException.class);

    /**
     * Classifies a failure before the commit was sent.
     *
     * @param withinTimeout whether the transaction is younger than its time-out. An older one was ended by the broker's
     *     own clean-up; a younger one only by another live process with the same transactional id, which shows as an
     *     old epoch or, once the coordinator has aborted it, as an invalid state
     */
    static Recovery of(Throwable failure, boolean withinTimeout) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++, cause = cause.getCause()) {
            if (isOne(cause, TAKEOVERS)) {
                return withinTimeout ? FENCED : REBUILD;
            }
            if (isUnexpected(cause)) {
                return withinTimeout ? PERHAPS_FENCED : REBUILD;
            }
            if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
                return ISOLATE;
            }
            if (isOne(cause, REFUSALS)) {
                return REFUSED;
            }
            if (isOne(cause, STOPS)) {
                return STOP;
            }
            if (isOne(cause, ABORTS) && !isUnanswered(cause.getCause())) {
                return ABORT;
            }
            if (isUnanswered(cause)) {
                return REBUILD;
            }
        }
        return REBUILD;
    }

    /**
     * Whether the client gave up retrying. An earlier try may still arrive after an abort, in the next transaction:
     * only a new epoch shuts it out, and below {@code transaction.version} 2 an abort alone brings none.
     */
    static boolean isUnanswered(@Nullable Throwable failure) {
        return failure instanceof RetriableException;
    }

    /**
     * Whether the broker returned an error that the client has no type for, as it does for a commit while the
     * coordinator is about to abort the transaction for another producer.
     */
    private static boolean isUnexpected(Throwable failure) {
        return failure instanceof UnknownServerException
                || (failure.getClass() == KafkaException.class && failure.getCause() == null);
    }

    private static boolean isOne(Throwable failure, Set<Class<? extends KafkaException>> kinds) {
        return kinds.stream().anyMatch(kind -> kind.isInstance(failure));
    }
}
