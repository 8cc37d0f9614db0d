package io.mpsbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AnswerLedgerTest {

    @Test
    void anEventThatEndedAsItMustIsRight() {
        var books = books(Expected.of("completed", "dead outcome-too-large"), "dead outcome-too-large");

        assertThat(books.wrong()).isEmpty();
        assertThat(books.missing()).isEmpty();
        assertThat(books.doubled()).isEmpty();
        assertThat(books.invented()).isEmpty();
    }

    @Test
    void anEventThatEndedOtherwiseIsWrongAndSaysWhatItWas() {
        assertThat(books(Expected.DONE, "failed RESULT_EXPIRED").wrong())
                .containsExactly("created/0/1 (timestamp-zero) ended as failed RESULT_EXPIRED, not as completed");
    }

    @Test
    void everyAnswerIsJudged() {
        var books = books(Expected.failed("TASK_NOT_FOUND"), "failed TASK_NOT_FOUND", "completed");

        assertThat(books.wrong()).hasSize(1);
        assertThat(books.doubled()).containsOnlyKeys("created/0/1");
    }

    @Test
    void aDeadLetterOfAnyCodeIsNotOneThatTheBridgeItselfCaused() {
        assertThat(books(Expected.of("dead *"), "dead not-json").wrong()).isEmpty();
        assertThat(books(Expected.of("dead *"), "dead internal-error").wrong()).hasSize(1);
        assertThat(books(Expected.of("dead *"), "completed").wrong()).hasSize(1);
    }

    @Test
    void whatHasNoAnswerIsMissingAndNotWrong() {
        var books = books(Expected.DONE);

        assertThat(books.missing()).containsExactly("created/0/1 (timestamp-zero)");
        assertThat(books.wrong()).isEmpty();
    }

    @Test
    void theKeyOfACreatedRecordSaysWhatItMustEndAs() {
        for (var event : OddEvents.all(100)) {
            var label = CreatedEvent.Label.of(
                    new ConsumerRecord<>("created", 0, 0, event.record().key(), event.value()));

            assertThat(label.kind()).isEqualTo(event.kind());
            assertThat(label.expected()).isEqualTo(event.expected());
            assertThat(label.eventId()).isEqualTo(event.eventId());
        }
    }

    @Test
    void aRecordWithoutSuchAKeyMayEndAsAnything() {
        var unknown = CreatedEvent.Label.of(new ConsumerRecord<>("created", 0, 0, null, "x".getBytes(UTF_8)));

        assertThat(unknown.expected().allows("failed TASK_NOT_FOUND")).isTrue();
    }

    private static AnswerLedger books(Expected expected, String... endings) {
        var answers = List.of(endings).stream()
                .map(ending -> new AnswerLedger.Answer(new TopicPartition("t", 0), 0, Instant.EPOCH, ending))
                .toList();
        return new AnswerLedger(
                Map.of("created/0/1", new CreatedEvent.Label("timestamp-zero", expected, "")),
                answers.isEmpty() ? Map.of() : Map.of("created/0/1", answers));
    }
}
