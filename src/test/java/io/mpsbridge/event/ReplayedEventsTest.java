package io.mpsbridge.event;

import static io.mpsbridge.event.EventFixtures.bare;
import static io.mpsbridge.event.EventFixtures.header;
import static io.mpsbridge.event.EventFixtures.structured;
import static io.mpsbridge.event.EventFixtures.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.TaskCreated;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReplayedEventsTest {
    private static final Map<String, String> BINARY = Map.of(
            "ce_specversion", "1.0",
            "ce_id", "evt-1",
            "ce_source", "/orders",
            "ce_type", "t",
            "ce_correlationid", "order-7",
            "x-own", "1");

    /** What the broker makes of it, later. */
    private static InboundRecord again(OutboundRecord record) {
        return new InboundRecord(
                record.topic(), 3, 4711, EventFixtures.NOW, record.key(), record.value(), record.headers());
    }

    @Test
    void bareJsonKeepsTheIdThatItHadTheFirstTimeHoweverOftenItIsReplayed() {
        InboundRecord first = bare("{\"taskId\":\"t-1\"}");

        OutboundRecord once = ReplayedEvents.created(first, "monday");
        OutboundRecord twice = ReplayedEvents.created(again(once), "tuesday");

        assertThat(once.value()).isEqualTo(first.value());
        assertThat(once.key()).isEqualTo(first.key());
        assertThat(task(again(once)).lineage().eventId()).isEqualTo("task-created/3/42");
        assertThat(task(again(once)).lineage().replayName()).isEqualTo("monday");
        assertThat(task(again(twice)).lineage().eventId()).isEqualTo("task-created/3/42");
        assertThat(task(again(twice)).lineage().replayName()).isEqualTo("tuesday");
        assertThat(twice.headers()).hasSize(3);
    }

    @Test
    void aBinaryEventKeepsItsHeadersAndGetsTheExtension() {
        InboundRecord first = EventFixtures.record("{\"taskId\":\"t-1\"}".getBytes(UTF_8), BINARY);

        OutboundRecord once = ReplayedEvents.created(first, "monday");
        OutboundRecord twice = ReplayedEvents.created(again(once), "tuesday");

        assertThat(once.headers().subList(0, BINARY.size())).isEqualTo(first.headers());
        assertThat(header(once.headers(), "ce_replayname")).isEqualTo("monday");
        assertThat(header(once.headers(), "mps-bridge-origin-id")).isNull();
        assertThat(twice.headers()).hasSameSizeAs(once.headers());
        assertThat(task(again(twice)).lineage().replayName()).isEqualTo("tuesday");
        assertThat(task(again(twice)).lineage().eventId()).isEqualTo("evt-1");
    }

    @Test
    void aTaskIsAsOldAsItWasTheFirstTime() {
        OutboundRecord once = ReplayedEvents.created(bare("{\"taskId\":\"t-1\"}"), "monday");

        OutboundRecord twice = ReplayedEvents.created(again(once), "tuesday");

        for (OutboundRecord replayed : List.of(once, twice)) {
            TaskCreated task = task(again(replayed));
            assertThat(task.recordedAt()).isEqualTo(EventFixtures.RECORDED);
            assertThat(task.createdAt()).isEqualTo(EventFixtures.RECORDED);
        }
    }

    @Test
    void whenAnEventWasRecordedIsBelievedOfReplaysAloneAndNeverMakesThemYounger() {
        Instant tomorrow = EventFixtures.NOW.plusSeconds(86_400);
        Map<String, String> notReplayed = Map.of("mps-bridge-recorded-at", "2020-01-01T00:00:00Z");
        Map<String, String> younger =
                Map.of("mps-bridge-recorded-at", tomorrow.toString(), "mps-bridge-replay-name", "monday");

        for (Map<String, String> headers : List.of(notReplayed, younger)) {
            assertThat(task(EventFixtures.record("{\"taskId\":\"t-1\"}".getBytes(UTF_8), headers))
                            .recordedAt())
                    .isEqualTo(EventFixtures.RECORDED);
        }
    }

    @Property(tries = 300)
    void aStructuredEnvelopeKeepsItsSpellingButForTheAttribute(@ForAll("envelopes") String envelope) {
        OutboundRecord once = ReplayedEvents.created(structured(envelope), "monday");
        OutboundRecord twice = ReplayedEvents.created(again(once), "tuesday");

        String text = new String(once.value(), UTF_8);
        assertThat(text.replace("\"replayname\":\"monday\",", "").replace("\"monday\"", "\"old\""))
                .isEqualTo(envelope);
        assertThat(new String(twice.value(), UTF_8)).isEqualTo(text.replace("monday", "tuesday"));
        assertThat(task(again(twice)).lineage().replayName()).isEqualTo("tuesday");
        assertThat(task(again(twice)).metadata())
                .isEqualTo(task(structured(envelope)).metadata());
    }

    @Provide
    Arbitrary<String> envelopes() {
        return Arbitraries.of(
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"source\":\"s\",\"data\":{\"taskId\":\"t-1\"}}",
                " {\n \"data\" : {\"replayname\":\"inner\",\"taskId\":\"t-1\",\"metadata\":{\"n\":1.50}},"
                        + "\"specversion\":\"1.0\",\"id\":\"ä\",\"type\":\"t\",\"source\":\"s\"}\n",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"replayname\" : \"old\" ,\"type\":\"t\",\"source\":\"s\","
                        + "\"data_base64\":\"eyJ0YXNrSWQiOiJ0LTEifQ==\"}",
                "{\"data\":{\"taskId\":\"t-1\",\"x\":\"}{\"},\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\","
                        + "\"source\":\"s\",\"replayname\":\"old\"}");
    }

    @Test
    void aTerminalEventIsTheSameButForTheAttribute() {
        OutboundRecord event = EventFixtures.ENCODER.encode(
                EventFixtures.failed(task(bare("{\"taskId\":\"t-1\",\"metadata\":{\"n\":1.50}}")), "no"));

        OutboundRecord once = ReplayedEvents.terminal(again(event), "monday");
        OutboundRecord twice = ReplayedEvents.terminal(again(once), "tuesday");

        assertThat(once.topic()).isEqualTo(event.topic());
        assertThat(once.key()).isEqualTo(event.key());
        assertThat(once.value()).isEqualTo(event.value());
        assertThat(once.headers().subList(0, event.headers().size())).isEqualTo(event.headers());
        assertThat(once.headers()).hasSize(event.headers().size() + 1);
        assertThat(header(once.headers(), "ce_replayname")).isEqualTo("monday");
        assertThat(twice.headers()).hasSameSizeAs(once.headers());
        assertThat(header(twice.headers(), "ce_replayname")).isEqualTo("tuesday");
    }

    @Test
    void whatIsNoEnvelopeStaysAsItIs() {
        for (String broken : List.of("", "[1]", "{\"a\":", "nonsense")) {
            assertThat(new String(
                            ReplayedEvents.created(structured(broken), "monday").value(), UTF_8))
                    .isEqualTo(broken);
        }
    }
}
