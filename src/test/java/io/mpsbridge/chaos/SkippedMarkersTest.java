package io.mpsbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SkippedMarkersTest {
    private static final Instant AT = Instant.parse("2026-11-24T15:55:52.518Z");
    private static final String LINE = AT + " INFO  [TxnMarkerSenderThread-1] TransactionMarkerChannelManager:"
            + " [Transaction Marker Channel Manager 1]: Couldn't find leader endpoint for partitions"
            + " Set(completed-1, __consumer_offsets-3) while trying to send transaction markers for chaos-replica-2,"
            + " these partitions are likely deleted already and hence can be skipped";

    private final SkippedMarkers markers =
            new SkippedMarkers(SkippedMarkers.in(LINE).toList());

    @Test
    void theBrokersWordsNameEachPartition() {
        assertThat(markers.skips())
                .containsExactly(
                        new SkippedMarkers.Skip(AT, "completed-1", "chaos-replica-2"),
                        new SkippedMarkers.Skip(AT, "__consumer_offsets-3", "chaos-replica-2"));
        assertThat(SkippedMarkers.in(AT + " INFO  [main] KafkaRaftServer: Kafka Server started"))
                .isEmpty();
    }

    @Test
    void onlyAnAnswerWrittenThereShortlyBeforeIsExplained() {
        assertThat(markers.explain(List.of(answer(0, AT), answer(1, AT.minusSeconds(20)))))
                .isTrue();
        assertThat(markers.explain(List.of(answer(0, AT.minusSeconds(20)), answer(1, AT.plusSeconds(1)))))
                .isFalse();
        assertThat(markers.explain(List.of(answer(1, AT.minusSeconds(61))))).isFalse();
    }

    @Test
    void aTransactionHangsWhereItsEndWasSkippedAndNowhereElse() {
        assertThat(markers.explainsHanging(new TopicPartition("__consumer_offsets", 3)))
                .isTrue();
        assertThat(markers.explainsHanging(new TopicPartition("completed", 0))).isFalse();
    }

    private static AnswerLedger.Answer answer(int partition, Instant written) {
        return new AnswerLedger.Answer(new TopicPartition("completed", partition), 7, written, Expected.COMPLETED);
    }
}
