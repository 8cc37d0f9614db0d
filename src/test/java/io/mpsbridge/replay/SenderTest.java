package io.mpsbridge.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.event.OutboundRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a crash can find of a sender is always events together with the progress that counts them. */
class SenderTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final Selection ALL = new Selection(null, null, Set.of(), Set.of(), List.of(), false);
    private static final ReplayRequest REQUEST =
            new ReplayRequest("n", "why", Source.CREATED, Mode.REPROCESS, ALL, 10, 1_000, null);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Producer producer = new Producer();
    private final Sender sender =
            new Sender(new Sender.Output(producer, group(), topic -> ", which takes 9"), REQUEST, () -> 0L, stop);

    private static ConsumerGroupMetadata group() {
        try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest")) {
            return consumer.groupMetadata();
        }
    }

    /** Refuses values that begin with {@code large}, as brokers do. */
    private static final class Producer extends MockProducer<byte[], byte[]> {
        private boolean failed;

        Producer() {
            super(
                    new Cluster(
                            "c",
                            List.of(Node.noNode()),
                            List.of(new PartitionInfo("t", 0, Node.noNode(), new Node[0], new Node[0])),
                            Set.of(),
                            Set.of()),
                    true,
                    null,
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (new String(record.value(), UTF_8).startsWith("large")) {
                failed = true;
                callback.onCompletion(null, new RecordTooLargeException("too large"));
                return CompletableFuture.failedFuture(new RecordTooLargeException("too large"));
            }
            return super.send(record, callback);
        }

        @Override
        public void commitTransaction() {
            assertThat(failed)
                    .as("a transaction with a failed send is committed")
                    .isFalse();
            super.commitTransaction();
        }

        @Override
        public void abortTransaction() {
            failed = false;
            super.abortTransaction();
        }
    }

    @BeforeEach
    void begin() {
        sender.open();
        sender.begin(Map.of(PARTITION, checkpoint(100)));
    }

    private static Decision.Chosen event(String value) {
        return new Decision.Chosen(
                new OutboundRecord("t", null, value.getBytes(UTF_8), List.of()), 0, null, false, false);
    }

    /** With these offsets sent, and all between them read and left. */
    private static Checkpoint checkpoint(long next, long... sent) {
        Checkpoint checkpoint = Checkpoint.fresh(100, 200, "f").advanced(next);
        for (long offset : sent) {
            checkpoint = checkpoint.sent(offset, sent.length > 0 && next == 200 ? offset - 1 : -1);
        }
        return checkpoint;
    }

    private Checkpoint committed() {
        List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> commits = producer.consumerGroupOffsetsHistory();
        return commits.get(commits.size() - 1).values().stream()
                .map(offsets -> Checkpoint.of(offsets.get(PARTITION)).orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    private List<String> sent() {
        return producer.history().stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    @Test
    void theEndIsCommittedBeforeAnythingIsSent() {
        assertThat(sent()).isEmpty();
        assertThat(committed()).isEqualTo(checkpoint(100));
    }

    @Test
    void aTransactionHoldsTheEventsAndTheOffsetBehindTheLastOfThem() {
        assertThat(sender.add(event("a"), PARTITION, 110)).isTrue();
        assertThat(sent()).isEmpty();

        assertThat(sender.add(event("b"), PARTITION, 120)).isTrue();

        assertThat(sent()).containsExactly("a", "b");
        assertThat(committed()).isEqualTo(checkpoint(121, 110, 120));
    }

    @Test
    void whatAnEarlierRunHasSentIsNotSentAgain() {
        sender.resume(Map.of(PARTITION, checkpoint(115, 110)));

        sender.add(event("a"), PARTITION, 110);
        sender.add(event("b"), PARTITION, 115);
        sender.reached(PARTITION, 130);

        assertThat(sent()).containsExactly("b");
        assertThat(committed()).isEqualTo(checkpoint(130, 110, 115));
        assertThat(sender.sent()).isEqualTo(2);
    }

    @Test
    void onceItIsStoppedNothingMoreIsSentAndNothingCounted() {
        sender.add(event("a"), PARTITION, 110);
        stop.countDown();

        assertThat(sender.add(event("b"), PARTITION, 111)).isFalse();

        assertThat(sent()).isEmpty();
        assertThat(committed().next()).isEqualTo(100);
    }

    @Test
    void anEventThatIsTooLargeIsLeftOutAndTheOthersGo() {
        sender.add(event("a"), PARTITION, 110);
        sender.add(event("large"), PARTITION, 111);
        sender.add(event("b"), PARTITION, 112);
        sender.reached(PARTITION, 200);

        assertThat(sent()).containsExactly("a", "b");
        assertThat(committed().next()).isEqualTo(200);
        assertThat(committed().offsets().has(110)).isTrue();
        assertThat(committed().offsets().has(111)).isFalse();
        assertThat(committed().offsets().has(112)).isTrue();
        assertThat(sender.refused()).singleElement().satisfies(each -> {
            assertThat(each.offset()).isEqualTo(111);
            assertThat(each.why()).matches("its record of \\d+ bytes does not fit the topic t, which takes 9");
        });
    }

    @Test
    void whatDidNotFitIsTriedAgainByALaterRunAndAlone() {
        sender.resume(Map.of(PARTITION, checkpoint(200, 110, 112)));

        sender.add(event("a"), PARTITION, 110);
        sender.add(event("fits now"), PARTITION, 111);
        sender.add(event("b"), PARTITION, 112);
        sender.reached(PARTITION, 200);

        assertThat(sent()).containsExactly("fits now");
        assertThat(sender.sentBefore()).isEqualTo(2);
        assertThat(sender.sent()).isEqualTo(3);
        assertThat(committed().offsets().has(111)).isTrue();
    }

    @Test
    void progressWithoutEventsIsCommittedAtTheEndAndNowAndThen() {
        int before = producer.consumerGroupOffsetsHistory().size();

        sender.reached(PARTITION, 150);
        assertThat(producer.consumerGroupOffsetsHistory()).hasSize(before);
        sender.reached(PARTITION, 200);

        assertThat(committed().isDone()).isTrue();
        assertThat(sent()).isEmpty();
    }

    @Test
    void whoIsFencedSendsNothing() {
        producer.fenceProducer();
        sender.add(event("a"), PARTITION, 110);

        assertThatThrownBy(() -> sender.add(event("b"), PARTITION, 111)).isInstanceOf(ProducerFencedException.class);
        assertThat(sent()).isEmpty();
    }
}
