package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecoveryTest {

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(new CommitFailedException("generation"), Recovery.ABORT),
                Arguments.of(new RebalanceInProgressException(), Recovery.ABORT),
                Arguments.of(new TransactionAbortableException("try again"), Recovery.ABORT),
                Arguments.of(new NotLeaderOrFollowerException("moved"), Recovery.REBUILD),
                Arguments.of(new NetworkException("cut off"), Recovery.REBUILD),
                Arguments.of(new TimeoutException("no answer"), Recovery.REBUILD),
                Arguments.of(
                        new TransactionAbortableException("retries exhausted", new TimeoutException("no answer")),
                        Recovery.REBUILD),
                Arguments.of(new RecordTooLargeException("1 MB"), Recovery.ISOLATE),
                Arguments.of(new InvalidPidMappingException("expired"), Recovery.REBUILD),
                Arguments.of(new UnknownServerException("unexpected"), Recovery.PERHAPS_FENCED),
                Arguments.of(new OutOfOrderSequenceException("sequence"), Recovery.REBUILD),
                Arguments.of(new OffsetMetadataTooLarge("4097"), Recovery.REBUILD),
                Arguments.of(new KafkaException("never seen before"), Recovery.PERHAPS_FENCED),
                Arguments.of(new FencedInstanceIdException("two of them"), Recovery.ABORT),
                Arguments.of(new SaslAuthenticationException("password"), Recovery.STOP),
                Arguments.of(new TopicAuthorizationException("topic"), Recovery.STOP),
                Arguments.of(new TransactionalIdAuthorizationException("id"), Recovery.STOP),
                Arguments.of(new UnsupportedVersionException("old broker"), Recovery.STOP));
    }

    @ParameterizedTest
    @MethodSource("table")
    void eachFailureHasItsRecoveryWhereverItStandsInTheChainOfCauses(Exception failure, Recovery recovery) {
        assertThat(Recovery.of(failure, true)).isEqualTo(recovery);
        assertThat(Recovery.of(new KafkaException("in an error state", failure), true))
                .isEqualTo(recovery);
    }

    @Test
    void aFencedProducerIsReplacedAtOnceOnlyIfTheBrokerItselfTimedItsTransactionOut() {
        for (KafkaException fenced : List.of(
                new ProducerFencedException("epoch"),
                new InvalidProducerEpochException("epoch"),
                new InvalidTxnStateException("aborted by the takeover"))) {
            assertThat(Recovery.of(fenced, true)).isEqualTo(Recovery.FENCED);
            assertThat(Recovery.of(fenced, false)).isEqualTo(Recovery.REBUILD);
        }
    }
}
