package io.mpsbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ChaosReportTest {
    private static final Instant AT = Instant.parse("2026-11-28T09:54:43.525Z");
    private static final String PLACE = "created/0/4";
    private static final TopicPartition COMPLETED = new TopicPartition("completed", 0);
    private static final SkippedMarkers SKIPPED =
            new SkippedMarkers(List.of(new SkippedMarkers.Skip(AT, COMPLETED.toString(), "chaos-replica-2")));

    private final AnswerLedger missing =
            new AnswerLedger(Map.of(PLACE, new CreatedEvent.Label("healthy", Expected.DONE, "")), Map.of());

    @Test
    void aCommitWhoseMarkerALoneBrokerSkippedExplainsAnAnswerThatWasWrittenAndIsNotSeen() {
        assertThat(gaps(true, Set.of(), writtenIn(COMPLETED)).explain(missing)).isTrue();
    }

    @Test
    void nothingElseExplainsIt() {
        assertThat(gaps(true, Set.of(), Map.of()).explain(missing)).isFalse();
        assertThat(gaps(true, Set.of(), writtenIn(new TopicPartition("completed", 1)))
                        .explain(missing))
                .isFalse();
        assertThat(gaps(false, Set.of(), writtenIn(COMPLETED)).explain(missing)).isFalse();
        assertThat(gaps(true, Set.of(new TopicPartition("failed", 0)), Map.of()).explain(missing))
                .isFalse();
    }

    @Test
    void aTransactionThatNobodyEndsExplainsWhateverIsNotSeenBehindIt() {
        assertThat(gaps(true, Set.of(COMPLETED), Map.of()).explain(missing)).isTrue();
    }

    private static ChaosReport.Gaps gaps(
            boolean loneBroker, Set<TopicPartition> hanging, Map<String, List<AnswerLedger.Answer>> unseen) {
        return new ChaosReport.Gaps(loneBroker, SKIPPED, hanging, unseen);
    }

    private static Map<String, List<AnswerLedger.Answer>> writtenIn(TopicPartition partition) {
        return Map.of(PLACE, List.of(new AnswerLedger.Answer(partition, 3, AT.minusSeconds(1), Expected.COMPLETED)));
    }
}
