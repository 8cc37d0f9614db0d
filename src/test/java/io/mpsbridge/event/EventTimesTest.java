package io.mpsbridge.event;

import static io.mpsbridge.event.EventFixtures.DECODER;
import static io.mpsbridge.event.EventFixtures.NOW;
import static io.mpsbridge.event.EventFixtures.RECORDED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.ClaimedTime.Source;
import io.mpsbridge.task.TaskCreated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times from outside are claims: what cannot be true counts for nothing, and costs the event nothing. */
class EventTimesTest {
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "1970-01-01T00:00:00Z",
                "2019-12-31T23:59:59.999Z",
                "2026-11-24T10:00:00.001Z",
                "9999-12-31T23:59:59Z"
            })
    void anAbsurdSubmissionCountsAsNone(String submittedAt) {
        InboundRecord record = record(RECORDED, "{\"taskId\":\"t\",\"submittedAt\":\"" + submittedAt + "\"}");

        TaskCreated task = task(record);

        assertThat(task.submittedAt()).isNull();
        assertThat(task.createdAt()).isEqualTo(RECORDED);
        assertThat(ignored(record)).containsExactly(Source.SUBMITTED_AT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "2026-11-23T09:00:00Z", "2026-11-24T10:00:00Z"})
    void aSubmissionThatCanBeTrueIsKept(String submittedAt) {
        TaskCreated task = task(record(RECORDED, "{\"taskId\":\"t\",\"submittedAt\":\"" + submittedAt + "\"}"));

        assertThat(task.submittedAt()).isEqualTo(submittedAt);
    }

    @ParameterizedTest
    @CsvSource({
        // Passed, today, in three days, in four weeks: somebody may mean it.
        "2026-11-23T09:00:00Z, true",
        "2026-11-23T12:00:00Z, true",
        "2026-11-26T10:00:00Z, true",
        "2026-12-23T10:00:00Z, true",
        // Nobody waits that long: unset times, and what some languages call the end of time.
        "2026-12-23T10:00:01Z, false",
        "9999-12-31T23:59:59.9999999Z, false",
        "0001-01-01T00:00:00Z, false",
        "2019-12-31T23:59:59Z, false",
    })
    void aDeadlineMayLieDaysAheadButNotBeyondWhatAnybodyWaitsFor(String deadline, boolean kept) {
        InboundRecord record = record(RECORDED, "{\"taskId\":\"t\",\"deadline\":\"" + deadline + "\"}");

        assertThat(task(record).deadline()).isEqualTo(kept ? Instant.parse(deadline) : null);
        assertThat(ignored(record)).isEqualTo(kept ? Set.of() : Set.of(Source.DEADLINE));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                -1,
                0,
                // 2026 in seconds and in microseconds
                1_795_000_000L,
                1_795_000_000_000_000L,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void aRecordTimestampThatIsNoTimeMakesTheTaskNoOlder(long millis) {
        InboundRecord record = record(Instant.ofEpochMilli(millis), "{\"taskId\":\"t\"}");

        assertThat(task(record).recordedAt()).isNull();
        assertThat(task(record).createdAt()).isEqualTo(NOW);
        assertThat(ignored(record)).containsExactly(Source.RECORD_TIMESTAMP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-27T23:20:00.370582GMT",
                "yesterday",
                "1795000000",
                "+12000-01-01T00:00:00Z",
                "0001-01-01T00:00:00Z",
                "2026-11-24T10:00:01Z",
                " ",
                "\u0000"
            })
    void anEventTimeThatIsNoneKeepsNoTaskFromItsAnswer(String time) {
        InboundRecord binary = record(RECORDED, "{\"taskId\":\"t\"}", binary(time.getBytes(UTF_8)));
        InboundRecord structured = structured("\"" + time.replace("\u0000", "\\u0000") + "\"");

        for (InboundRecord record : List.of(binary, structured)) {
            assertThat(task(record).createdAt()).isEqualTo(RECORDED);
            assertThat(task(record).lineage().eventId()).isEqualTo("evt-1");
            assertThat(ignored(record)).containsExactly(Source.EVENT_TIME);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1795000000", "{}", "[1]", "true", "\"\\ud800\""})
    void anEventTimeOfAnotherTypeIsNoneToo(String json) {
        assertThat(task(structured(json)).createdAt()).isEqualTo(RECORDED);
    }

    @Test
    void anEventTimeOfAnyBytesAndAnyLengthIsNoneToo() {
        for (byte[] time : List.of(new byte[] {(byte) 0xFF}, "2".repeat(100_000).getBytes(UTF_8))) {
            assertThat(task(record(RECORDED, "{\"taskId\":\"t\"}", binary(time)))
                            .createdAt())
                    .isEqualTo(RECORDED);
        }
    }

    @Test
    void aReplayWhoseFirstRecordHadNoTimeHasNoneEither() {
        // Its own record is of today, and would give weight to a submission that nobody could check.
        OutboundRecord again = ReplayedEvents.created(record(Instant.ofEpochMilli(-1), "{\"taskId\":\"t\"}"), "monday");

        InboundRecord record = new InboundRecord("task-created", 0, 9, RECORDED, null, again.value(), again.headers());

        assertThat(task(record).recordedAt()).isNull();
        assertThat(task(record).createdAt()).isEqualTo(RECORDED);
        assertThat(ignored(record)).containsExactly(Source.RECORDED_AT);
    }

    @Test
    void whatIsNotClaimedIsNotCounted() {
        assertThat(ignored(record(RECORDED, "{\"taskId\":\"t\"}", binary(new byte[0]))))
                .isEmpty();
        assertThat(ignored(structured("null"))).isEmpty();
        assertThat(ignored(structured("\"\""))).isEmpty();
    }

    @Property(tries = 1000)
    void whateverIsClaimedEveryTimeCanBeTrueAndNoTaskIsFromTheFuture(
            @ForAll("instants") Instant submittedAt,
            @ForAll("instants") Instant deadline,
            @ForAll("instants") Instant time,
            @ForAll long recordMillis,
            @ForAll("instants") Instant firstRecorded) {
        List<RecordHeader> headers = new ArrayList<>(binary(time.toString().getBytes(UTF_8)));
        headers.add(RecordHeader.text("ce_replayname", "monday"));
        headers.add(RecordHeader.text(EventDecoder.RECORDED_AT, firstRecorded.toString()));
        String data = "{\"taskId\":\"t\"" + field("submittedAt", submittedAt) + field("deadline", deadline) + "}";

        TaskCreated task = task(record(Instant.ofEpochMilli(recordMillis), data, headers));

        assertThat(task.createdAt()).isBetween(EARLIEST, NOW);
        assertPlausible(task.submittedAt(), 1);
        assertPlausible(task.recordedAt(), 1);
        assertPlausible(task.deadline(), 30);
    }

    private static void assertPlausible(@Nullable Instant time, int daysAhead) {
        if (time != null) {
            assertThat(time).isBetween(EARLIEST, NOW.plusSeconds(daysAhead * 86_400L));
        }
    }

    /** Years of other than four digits are no RFC 3339. */
    private static String field(String name, Instant time) {
        return time.toString().length() > 30 || !time.toString().matches("[0-9].*")
                ? ""
                : ",\"" + name + "\":\"" + time + "\"";
    }

    @Provide
    static Arbitrary<Instant> instants() {
        Arbitrary<Long> seconds = Arbitraries.oneOf(
                Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                Arbitraries.longs().between(-62_167_219_200L, 253_402_300_799L),
                Arbitraries.longs().between(NOW.getEpochSecond() - 40L * 86_400, NOW.getEpochSecond() + 40L * 86_400));
        return Combinators.combine(seconds, Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }

    private static InboundRecord record(Instant timestamp, String data) {
        return record(timestamp, data, List.of());
    }

    private static InboundRecord record(Instant timestamp, String data, List<RecordHeader> headers) {
        return new InboundRecord("task-created", 0, 1, timestamp, null, data.getBytes(UTF_8), headers);
    }

    private static List<RecordHeader> binary(byte[] time) {
        return List.of(
                RecordHeader.text("ce_specversion", "1.0"),
                RecordHeader.text("ce_id", "evt-1"),
                RecordHeader.text("ce_source", "/orders"),
                RecordHeader.text("ce_type", "t"),
                new RecordHeader("ce_time", time));
    }

    private static InboundRecord structured(String time) {
        return EventFixtures.structured(
                "{\"specversion\":\"1.0\",\"id\":\"evt-1\",\"source\":\"/orders\",\"type\":\"t\"," + "\"time\":" + time
                        + ",\"data\":{\"taskId\":\"t\"}}");
    }

    private static Set<Source> ignored(InboundRecord record) {
        return ((Decoded.Task) DECODER.decode(record)).ignored();
    }

    private static TaskCreated task(InboundRecord record) {
        Decoded decoded = DECODER.decode(record);
        assertThat(decoded).isInstanceOf(Decoded.Task.class);
        return ((Decoded.Task) decoded).task();
    }
}
