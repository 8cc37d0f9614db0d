package io.mpsbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.task.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final Rejection REJECTION = new Rejection("not-json", "send JSON");

    private static InboundRecord read(OutboundRecord letter) {
        return new InboundRecord(
                letter.topic(), 0, 9, EventFixtures.NOW, letter.key(), letter.value(), letter.headers());
    }

    @Test
    void theRecordComesOutAsItWasPutAside() {
        InboundRecord broken = EventFixtures.record("{".getBytes(UTF_8), Map.of("content-type", "text/x", "x", ""));

        DeadLetter letter = DeadLetter.read(read(EventFixtures.ENCODER.deadLetter(broken, REJECTION)))
                .orElseThrow();

        assertThat(letter.code()).isEqualTo("not-json");
        assertThat(letter.message()).isEqualTo("send JSON");
        assertThat(letter.whole()).isTrue();
        assertThat(letter.original())
                .usingRecursiveComparison()
                .isEqualTo(new InboundRecord(
                        broken.topic(),
                        broken.partition(),
                        broken.offset(),
                        EventFixtures.NOW,
                        broken.key(),
                        broken.value(),
                        broken.headers()));
    }

    @Test
    void aLetterOfALetterGivesTheInnerLetterBack() {
        OutboundRecord inner = EventFixtures.ENCODER.deadLetter(EventFixtures.bare("{"), REJECTION);

        DeadLetter outer = DeadLetter.read(read(EventFixtures.ENCODER.deadLetter(read(inner), REJECTION)))
                .orElseThrow();

        assertThat(outer.whole()).isTrue();
        assertThat(outer.original().headers()).isEqualTo(inner.headers());
    }

    @Test
    void aLetterThatWasCutIsNotWhole() {
        InboundRecord large = EventFixtures.bare("x".repeat(10_000));

        DeadLetter letter = DeadLetter.read(read(EventFixtures.ENCODER.deadLetter(large, REJECTION, 4_096)))
                .orElseThrow();

        assertThat(letter.whole()).isFalse();
        assertThat(letter.original().headers()).isEmpty();
    }

    @Test
    void anOutcomeThatWasTooLargeIsNotTheCreatedRecord() {
        var outcome = EventFixtures.completed(EventFixtures.task(EventFixtures.lineage(), null), List.of("u"));

        DeadLetter letter = DeadLetter.read(read(EventFixtures.ENCODER.deadLetterOutcome(
                        EventFixtures.ENCODER.encode(outcome), "task-created", new Origin(5, 1, 77, 0), 10, 99_999)))
                .orElseThrow();

        assertThat(letter.whole()).isFalse();
        assertThat(letter.code()).isEqualTo("outcome-too-large");
        assertThat(letter.original().partition()).isEqualTo(5);
        assertThat(letter.original().offset()).isEqualTo(77);
    }

    @Test
    void aLetterThatWasRebuiltFromATaskIsNotTheCreatedRecordButTellsTheSame() {
        var task = EventFixtures.task(
                EventFixtures.bare("{\"taskId\":\"t-1\",\"model\":\"m\",\"submittedAt\":\"2026-11-23T09:00:00Z\","
                        + "\"deadline\":\"2026-11-23T11:00:00Z\",\"metadata\":{ \"a\" : 1.50 }}"));

        OutboundRecord record = EventFixtures.ENCODER.deadLetterTask(
                task, "task-created", new Origin(5, 1, 77, 0), Rejection.internalError(new RuntimeException()), 99_999);
        DeadLetter letter = DeadLetter.read(read(record)).orElseThrow();

        assertThat(letter.whole()).isFalse();
        assertThat(letter.code()).isEqualTo("internal-error");
        assertThat(letter.original().topic()).isEqualTo("task-created");
        assertThat(letter.original().partition()).isEqualTo(5);
        assertThat(letter.original().offset()).isEqualTo(77);
        assertThat(letter.original().headers()).isEmpty();
        assertThat(record.key()).isEqualTo("key".getBytes(UTF_8));
        assertThat(EventFixtures.task(letter.original()))
                .usingRecursiveComparison()
                .ignoringFields("lineage", "recordedAt")
                .isEqualTo(task);
    }

    @Test
    void anInternalErrorWithTheRecordAtHandKeepsItWhole() {
        InboundRecord record = EventFixtures.bare("{\"taskId\":\"t-1\"}");

        DeadLetter letter = DeadLetter.read(read(EventFixtures.ENCODER.deadLetter(
                        record, Rejection.internalError(new IllegalStateException("x")))))
                .orElseThrow();

        assertThat(letter.whole()).isTrue();
        assertThat(letter.original().value()).isEqualTo(record.value());
    }

    @Test
    void aLetterOfAnEarlierReleaseSaysByItsCodeThatItHoldsATerminalEvent() {
        OutboundRecord letter = EventFixtures.ENCODER.deadLetter(
                EventFixtures.bare("{}"), new Rejection("outcome-too-large", "raise it"));

        assertThat(DeadLetter.read(read(letter)).orElseThrow().whole()).isFalse();
    }

    @Property(tries = 300)
    void whateverTheHeadersNobodyThrows(@ForAll @Size(max = 8) List<String> names, @ForAll byte[] value) {
        List<RecordHeader> headers = new ArrayList<>();
        names.forEach(name -> headers.add(new RecordHeader(name, value)));
        headers.add(new RecordHeader("__dlq.errors.topic", value));
        names.forEach(name -> headers.add(new RecordHeader("__dlq.errors." + name, null)));
        headers.add(RecordHeader.text("__dlq.errors.partition", names.size() % 2 == 0 ? "-1" : "99999999999999999999"));

        assertThat(DeadLetter.read(EventFixtures.record(value, headers))).isEmpty();
        assertThat(TerminalEvent.read(EventFixtures.record(value, headers))).isEmpty();
    }

    @Test
    void aTerminalEventIsReadBack() {
        OutboundRecord completed = EventFixtures.ENCODER.encode(EventFixtures.completed(
                EventFixtures.task(EventFixtures.lineage(), "{\"reason\":\"inner\"}"), List.of("u")));
        OutboundRecord failed = EventFixtures.ENCODER.encode(
                EventFixtures.failed(EventFixtures.task(EventFixtures.lineage(), null), "no"));

        assertThat(TerminalEvent.read(read(completed)))
                .contains(new TerminalEvent(
                        "123-task",
                        "evt-1",
                        null,
                        null,
                        EventFixtures.NOW.minusSeconds(2).plus(Duration.ofHours(12))));
        assertThat(TerminalEvent.read(read(failed)))
                .contains(new TerminalEvent("123-task", "evt-1", null, "GENERATION_FAILED", null));
        assertThat(TerminalEvent.read(read(ReplayedEvents.terminal(read(failed), "monday")))
                        .orElseThrow()
                        .replayName())
                .isEqualTo("monday");
        assertThat(TerminalEvent.read(EventFixtures.bare("{}"))).isEmpty();
    }
}
