package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.event.OutboundRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("removal") // only the client itself makes group metadata otherwise
class OutcomeWriterTest {

    private static final ConsumerGroupMetadata MEMBER =
            new ConsumerGroupMetadata("group", 3, "member", Optional.of("replica-1"));
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition("task-created", 0), new OffsetAndMetadata(7, "map"));
    private static final OutboundRecord RECORD = new OutboundRecord("task-completed", null, new byte[] {1}, List.of());
    private static final List<OutboundRecord> RECORDS = List.of(RECORD);

    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private final LoopCounts counts = new LoopCounts();
    private final AtomicLong now = new AtomicLong();
    private final OutcomeWriter writer = new OutcomeWriter(this::producer, Duration.ofSeconds(15), now::get, counts);

    @Test
    void recordsAndOffsetsAreInForceTogether() {
        writer.open();

        assertThat(writer.write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Committed.class);

        assertThat(latest().history()).hasSize(1);
        assertThat(latest().consumerGroupOffsetsHistory()).containsExactly(Map.of("group", OFFSETS));
    }

    @Test
    void nothingIsSentWithGroupMetadataThatWouldSwitchFencingOff() {
        writer.open();

        assertThat(writer.write(RECORDS, OFFSETS, new ConsumerGroupMetadata("group")))
                .isInstanceOf(TransactionResult.Aborted.class);

        assertThat(latest().transactionInFlight()).isFalse();
        assertThat(latest().sentOffsets()).isFalse();
    }

    @Test
    void aGroupThatMovedOnAbortsAndKeepsTheProducer() {
        writer.open();
        latest().sendOffsetsToTransactionException = new CommitFailedException("generation");

        assertThat(writer.write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Aborted.class);

        assertThat(latest().transactionAborted()).isTrue();
        latest().sendOffsetsToTransactionException = null;
        assertThat(writer.write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Committed.class);
        assertThat(producers).hasSize(1);
    }

    @Test
    void anUnansweredCommitIsNeverAbortedButLookedUpThroughANewProducer() {
        writer.open();
        MockProducer<byte[], byte[]> first = latest();
        first.commitTransactionException = new TimeoutException("no answer");

        assertThat(writer.write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Unknown.class);

        assertThat(first.transactionAborted()).isFalse();
        assertThat(first.closed()).isTrue();
        assertThat(writer.open()).isTrue();
        assertThat(producers).hasSize(2);
    }

    @Test
    void aProducerThatIsBeyondRepairIsReplacedByOneWithTheSameId() {
        writer.open();
        latest().sendOffsetsToTransactionException = new InvalidPidMappingException("expired");

        assertThat(writer.write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Aborted.class);

        assertThat(writer.open()).isTrue();
        assertThat(producers).hasSize(2);
        assertThat(writer.write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Committed.class);
        assertThat(counts.rebuilds).hasValue(1);
    }

    @Test
    void whatTryingAgainCannotMendStopsTheLoop() {
        writer.open();
        latest().sendOffsetsToTransactionException = new TopicAuthorizationException("no right to write");

        assertThatThrownBy(() -> writer.write(RECORDS, OFFSETS, MEMBER))
                .isInstanceOf(LoopStoppedException.class)
                .hasMessageContaining("no right to write");
    }

    /** It may be this very process, which has joined anew after a freeze: the consumer knows, and tells. */
    @Test
    void aMemberThatWasReplacedAbortsAndLeavesItToTheGroupWhoGoes() {
        failsAtOffsets(new FencedInstanceIdException("another member id"));

        assertThat(latest().transactionAborted()).isTrue();
        assertThat(writer.isOpen()).isTrue();
    }

    @Test
    void aFencedProducerWaitsBeforeItTakesTheIdBackAndEndsIfItIsFencedAgain() {
        failsAtOffsets(new InvalidProducerEpochException("old epoch"));
        waitsAndEndsWhenFencedAgain();
    }

    @ParameterizedTest
    @MethodSource("takeoversAsACommitShowsThem")
    void aTakeoverThatOnlyTheCommitShowsCountsLikeAnyOther(KafkaException shown) {
        failsAtCommit(shown);
        waitsAndEndsWhenFencedAgain();
    }

    @ParameterizedTest
    @MethodSource("takeoversAsACommitShowsThem")
    void afterATakeoverTheNextOneEndsItHoweverTheCommitShowsIt(KafkaException shown) {
        failsAtOffsets(new ProducerFencedException("newer producer"));
        now.addAndGet(Duration.ofSeconds(3).toNanos());

        assertThatThrownBy(() -> failsAtCommit(shown)).isInstanceOf(FencedInstanceIdException.class);
    }

    static Stream<KafkaException> takeoversAsACommitShowsThem() {
        return Stream.of(
                new InvalidTxnStateException("aborted by the coordinator"),
                new UnknownServerException("the coordinator was about to abort it"),
                new KafkaException("unhandled error, says the client for that"));
    }

    @Test
    void aBrokerThatSaysNothingButUnexpectedErrorEndsNobody() {
        for (int i = 0; i < 10; i++) {
            failsAtCommit(new UnknownServerException("out of order"));
            assertThat(writer.open()).isFalse();
            now.addAndGet(Duration.ofSeconds(3).toNanos());
        }

        assertThat(writer.open()).isTrue();
        assertThat(writer.write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Committed.class);
    }

    /** Kafka's client answers a call that it finds closed with a failure that is otherwise a bug. */
    @ParameterizedTest
    @ValueSource(strings = {"initTransactions", "abortTransaction"})
    @SuppressWarnings("unchecked") // the proxy of a generic interface
    void aProducerThatIsGivenUpJustBeforeACallIsOpenedAnew(String hurriedCall) {
        AtomicReference<OutcomeWriter> hurried = new AtomicReference<>();
        hurried.set(new OutcomeWriter(
                () -> {
                    MockProducer<byte[], byte[]> made = producer();
                    boolean first = producers.size() == 1;
                    made.sendOffsetsToTransactionException = first ? new CommitFailedException("generation") : null;
                    return Tampered.client(Producer.class, made, (method, arguments, call) -> {
                        if (first && method.getName().equals(hurriedCall)) {
                            hurried.get().giveUp();
                        }
                        return call.proceed();
                    });
                },
                Duration.ofSeconds(15),
                now::get,
                counts));

        if (hurried.get().open()) {
            assertThat(hurried.get().write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Aborted.class);
        }

        assertThat(producers.get(0).closed()).isTrue();
        assertThat(hurried.get().open()).isTrue();
        assertThat(hurried.get().write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Committed.class);
        assertThat(producers).hasSize(2);
    }

    @Test
    @SuppressWarnings("unchecked") // the proxy of a generic interface
    void aProducerThatIsGivenUpInItsCommitIsOpenedAnewAtOnce() {
        AtomicReference<OutcomeWriter> hurried = new AtomicReference<>();
        hurried.set(new OutcomeWriter(
                () -> Tampered.client(Producer.class, producer(), (method, arguments, call) -> {
                    if (method.getName().equals("commitTransaction")) {
                        hurried.get().giveUp();
                        throw new KafkaException("closed forcefully, says the client");
                    }
                    return call.proceed();
                }),
                Duration.ofSeconds(15),
                now::get,
                counts));
        hurried.get().open();

        assertThat(hurried.get().write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Unknown.class);

        assertThat(hurried.get().open()).isTrue();
        assertThat(producers).hasSize(2);
    }

    private void waitsAndEndsWhenFencedAgain() {
        assertThat(writer.open()).isFalse();
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(writer.open()).isTrue();

        assertThatThrownBy(() -> failsAtOffsets(new ProducerFencedException("newer producer")))
                .isInstanceOf(FencedInstanceIdException.class);
    }

    private void failsAtOffsets(KafkaException failure) {
        writer.open();
        latest().sendOffsetsToTransactionException = failure;
        assertThat(writer.write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Aborted.class);
    }

    private void failsAtCommit(KafkaException failure) {
        writer.open();
        latest().commitTransactionException = failure;
        assertThat(writer.write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Unknown.class);
    }

    @Test
    void aBrokerThatCannotBeReachedIsTriedAgainLater() {
        MockProducer<byte[], byte[]> unreachable = producer();
        unreachable.initTransactionException = new TimeoutException("no coordinator");
        List<MockProducer<byte[], byte[]>> inTurn = new ArrayList<>(List.of(unreachable, producer()));
        OutcomeWriter patient = new OutcomeWriter(() -> inTurn.remove(0), Duration.ofSeconds(15), () -> 0L, counts);

        assertThat(patient.open()).isFalse();
        assertThat(patient.open()).isTrue();
        assertThat(unreachable.closed()).isTrue();
    }

    @Test
    void aProducerThatCannotEvenBeMadeForNowIsTriedAgainLater() {
        List<Supplier<Producer<byte[], byte[]>>> inTurn = new ArrayList<>();
        inTurn.add(() -> {
            throw new KafkaException("No resolvable bootstrap urls");
        });
        inTurn.add(this::producer);
        OutcomeWriter patient =
                new OutcomeWriter(() -> inTurn.remove(0).get(), Duration.ofSeconds(15), () -> 0L, counts);

        assertThat(patient.open()).isFalse();
        assertThat(patient.open()).isTrue();
    }

    @Test
    void whereATopicCannotBeFoundOneRecordAloneWaitsForIt() {
        AtomicInteger waits = new AtomicInteger();
        OutcomeWriter patient = new OutcomeWriter(() -> missingTopic(waits), Duration.ofSeconds(15), () -> 0L, counts);
        patient.open();

        assertThat(patient.write(List.of(RECORD, RECORD, RECORD), OFFSETS, MEMBER))
                .isInstanceOf(TransactionResult.Aborted.class);

        assertThat(waits).hasValue(1);
        assertThat(latest().closed()).isTrue();
    }

    @Test
    @SuppressWarnings("unchecked") // the proxy of a generic interface
    void aSendThatNobodyHadAnsweredWhenItsTransactionWasAbortedCostsTheProducer() {
        AtomicReference<Callback> sent = new AtomicReference<>();
        OutcomeWriter cautious = new OutcomeWriter(
                () -> Tampered.client(Producer.class, producer(), (method, arguments, call) -> {
                    switch (method.getName()) {
                        case "send" -> sent.set((Callback) arguments[1]);
                        case "abortTransaction" ->
                            Objects.requireNonNull(sent.get()).onCompletion(null, new NetworkException("cut off"));
                        default -> {
                            return call.proceed();
                        }
                    }
                    return null;
                }),
                Duration.ofSeconds(15),
                () -> 0L,
                counts);
        cautious.open();
        latest().sendOffsetsToTransactionException = new CommitFailedException("generation");

        assertThat(cautious.write(RECORDS, OFFSETS, MEMBER)).isInstanceOf(TransactionResult.Aborted.class);

        assertThat(latest().closed()).isTrue();
    }

    /** Answers as the client does: by callback and, once a send has failed, by refusing all that follows. */
    @SuppressWarnings({"unchecked", "FutureReturnValueIgnored"}) // the proxy of a generic interface; the writer has it
    private Producer<byte[], byte[]> missingTopic(AtomicInteger waits) {
        KafkaException failure = new TimeoutException("Topic task-completed not present in metadata after 10000 ms.");
        return Tampered.client(Producer.class, producer(), (method, arguments, call) -> {
            switch (method.getName()) {
                case "send" -> {
                    waits.incrementAndGet();
                    ((Callback) arguments[1]).onCompletion(null, failure);
                    return CompletableFuture.failedFuture(failure);
                }
                case "sendOffsetsToTransaction" -> throw new KafkaException("we are in an error state", failure);
                default -> {
                    return call.proceed();
                }
            }
        });
    }

    private MockProducer<byte[], byte[]> producer() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }

    private MockProducer<byte[], byte[]> latest() {
        return producers.get(producers.size() - 1);
    }
}
