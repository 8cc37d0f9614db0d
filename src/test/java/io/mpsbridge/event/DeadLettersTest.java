package io.mpsbridge.event;

import static io.mpsbridge.event.EventFixtures.ENCODER;
import static io.mpsbridge.event.EventFixtures.completed;
import static io.mpsbridge.event.EventFixtures.header;
import static io.mpsbridge.event.EventFixtures.lineage;
import static io.mpsbridge.event.EventFixtures.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.event.Decoded.Rejection;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final Rejection REJECTION = new Rejection("not-json", "send JSON ü");

    private static InboundRecord record(byte[] key, byte[] value, RecordHeader... headers) {
        return new InboundRecord("task-created", 3, 42, Instant.EPOCH, key, value, List.of(headers));
    }

    private static RecordHeader sized(String name, int bytes) {
        return new RecordHeader(name, new byte[bytes]);
    }

    private static List<String> names(OutboundRecord record) {
        return record.headers().stream().map(RecordHeader::name).toList();
    }

    @Test
    void aWholeLetterHasKeyValueAndHeadersAsTheyWereAndSaysWhyAndWhereFrom() {
        RecordHeader odd = new RecordHeader("odd", null);
        byte[] key = {1, 2};
        byte[] value = {(byte) 0xFF, 0};

        OutboundRecord letter = ENCODER.deadLetter(record(key, value, odd, RecordHeader.text("a", "b")), REJECTION);

        assertThat(letter.topic()).isEqualTo("task-created-dlt");
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.headers().get(0)).isSameAs(odd);
        assertThat(names(letter))
                .containsExactly(
                        "odd",
                        "a",
                        "__dlq.errors.topic",
                        "__dlq.errors.partition",
                        "__dlq.errors.offset",
                        "__dlq.errors.group",
                        "__dlq.errors.message",
                        "mps-bridge-error-code");
        assertThat(header(letter.headers(), "__dlq.errors.topic")).isEqualTo("task-created");
        assertThat(header(letter.headers(), "__dlq.errors.partition")).isEqualTo("3");
        assertThat(header(letter.headers(), "__dlq.errors.offset")).isEqualTo("42");
        assertThat(header(letter.headers(), "__dlq.errors.group")).isEqualTo("mps-bridge");
        assertThat(header(letter.headers(), "__dlq.errors.message")).isEqualTo("send JSON ü");
        assertThat(header(letter.headers(), "mps-bridge-error-code")).isEqualTo("not-json");
    }

    @Test
    void aTooLargeValueIsCutAndItsSizeNamed() {
        byte[] value = new byte[5000];
        Arrays.fill(value, (byte) 'v');

        OutboundRecord letter = ENCODER.deadLetter(record(null, value, sized("h", 100)), REJECTION, 4000);

        assertThat(letter.batchBytes()).isBetween(3850, 4000);
        assertThat(value).startsWith(letter.value());
        assertThat(names(letter)).contains("h");
        assertThat(header(letter.headers(), "mps-bridge-truncated")).isEqualTo("5000");
        assertThat(header(letter.headers(), "mps-bridge-dropped-headers")).isNull();
    }

    @Test
    void thenTheLargestHeadersGoAndTheValueGetsTheirRoom() {
        OutboundRecord letter = ENCODER.deadLetter(
                record(new byte[10], new byte[50], sized("a", 20), sized("big", 9000), sized("b", 30)),
                REJECTION,
                4000);

        assertThat(letter.batchBytes()).isLessThanOrEqualTo(4000);
        assertThat(names(letter)).startsWith("a", "b").doesNotContain("big", "mps-bridge-truncated");
        assertThat(letter.value()).hasSize(50);
        assertThat(letter.key()).hasSize(10);
        assertThat(header(letter.headers(), "mps-bridge-dropped-headers")).isEqualTo("1");
    }

    @Test
    void aKeyThatDoesNotFitEvenAloneGoes() {
        OutboundRecord letter =
                ENCODER.deadLetter(record(new byte[9000], new byte[50], sized("a", 20)), REJECTION, 4000);

        assertThat(letter.key()).isNull();
        assertThat(letter.value()).hasSize(50);
        assertThat(names(letter)).startsWith("a");
        assertThat(header(letter.headers(), "mps-bridge-dropped-key")).isEqualTo("9000");
    }

    @Property(tries = 500)
    void anyRecordFitsAnyLimit(
            @ForAll @IntRange(max = 8000) int key,
            @ForAll @IntRange(max = 8000) int value,
            @ForAll @Size(max = 50) List<@IntRange(max = 3000) Integer> headers,
            @ForAll @IntRange(min = EventEncoder.MIN_DEAD_LETTER_BYTES, max = 12_000) int limit,
            @ForAll @IntRange(max = 4000) int message) {
        EventEncoder encoder = new EventEncoder("c", "f", "d", "ä".repeat(message));
        InboundRecord record = new InboundRecord(
                "t".repeat(249),
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Instant.EPOCH,
                key == 0 ? null : new byte[key],
                new byte[value],
                headers.stream().map(size -> sized("n".repeat(size % 10), size)).toList());
        Rejection rejection = new Rejection("c".repeat(message), "任".repeat(message));

        OutboundRecord letter = encoder.deadLetter(record, rejection, limit);

        assertThat(letter.batchBytes()).isLessThanOrEqualTo(limit);
        assertThat(names(letter)).contains("__dlq.errors.offset", "mps-bridge-error-code");
        boolean whole = letter.value().length == value;
        assertThat(names(letter).contains("mps-bridge-truncated")).isEqualTo(!whole);
        boolean fits = encoder.deadLetter(record, rejection).batchBytes() <= limit;
        assertThat(names(letter).stream().anyMatch(name -> name.startsWith("mps-bridge-") && !name.endsWith("code")))
                .isEqualTo(!fits);
    }

    @Property(tries = 300)
    void anyTaskFitsAnyLimit(
            @ForAll @IntRange(max = 8000) int key,
            @ForAll @IntRange(max = 8000) int metadata,
            @ForAll @IntRange(min = EventEncoder.MIN_DEAD_LETTER_BYTES, max = 12_000) int limit,
            @ForAll @IntRange(max = 4000) int message) {
        EventEncoder encoder = new EventEncoder("c", "f", "d", "ä".repeat(message));
        EventContext lineage =
                new EventContext("s", null, 0, 0, key == 0 ? null : new byte[key], null, null, null, null);
        Rejection rejection = new Rejection("c".repeat(message), "任".repeat(message));

        OutboundRecord letter = encoder.deadLetterTask(
                task(lineage, "{\"m\":\"" + "x".repeat(metadata) + "\"}"),
                "t".repeat(249),
                new Origin(Integer.MAX_VALUE, 1, Long.MAX_VALUE, 0),
                rejection,
                limit);

        assertThat(letter.batchBytes()).isLessThanOrEqualTo(limit);
        assertThat(names(letter)).contains("mps-bridge-content", "__dlq.errors.offset", "mps-bridge-error-code");
    }

    @Test
    void anInternalErrorNamesTheExceptionBoundedAndEscaped() {
        assertThat(Rejection.internalError(new IllegalStateException("a\nb\u0000c")))
                .extracting(Rejection::code, Rejection::message)
                .satisfies(both -> {
                    assertThat(both.get(0)).isEqualTo("internal-error");
                    assertThat(both.get(1).toString()).contains("IllegalStateException: a\ufffdb\ufffdc");
                });
        assertThat(Rejection.internalError(new StackOverflowError()).message()).contains("StackOverflowError;");
        assertThat(Rejection.internalError(new RuntimeException("x".repeat(100_000)) {})
                        .message())
                .contains("DeadLettersTest$")
                .contains("redrive")
                .hasSizeLessThan(600);
    }

    @Test
    void aHundredThousandHeadersAreDroppedInReasonableTime() {
        List<RecordHeader> many = new ArrayList<>(Collections.nCopies(100_000, sized("h", 3)));
        InboundRecord record = new InboundRecord("task-created", 3, 42, Instant.EPOCH, null, new byte[10], many);

        OutboundRecord letter = ENCODER.deadLetter(record, REJECTION, 100_000);

        assertThat(letter.batchBytes()).isBetween(99_000, 100_000);
    }

    @Test
    void aLimitThatHoldsNoLetterIsAnErrorOfTheTopicsConfiguration() {
        assertThatThrownBy(() -> ENCODER.deadLetter(record(null, new byte[9]), REJECTION, 2047))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max.message.bytes");
    }

    @Test
    void longMessagesAreCutBetweenCharacters() {
        OutboundRecord letter =
                ENCODER.deadLetter(record(null, new byte[0]), new Rejection("c", "xx" + "任".repeat(1000)));

        assertThat(header(letter.headers(), "__dlq.errors.message")).isEqualTo("xx" + "任".repeat(340));
    }

    @Test
    void anOutcomeThatFitsNoTopicBecomesALetterOfItsCreatedRecord() {
        List<String> urls = Collections.nCopies(1000, "https://example.com/image.png");

        OutboundRecord letter = ENCODER.deadLetterOutcome(
                ENCODER.encode(completed(task(lineage(), null), urls)),
                "task-created",
                new Origin(3, 1, 42, 0),
                9000,
                8000);

        assertThat(letter.topic()).isEqualTo("task-created-dlt");
        assertThat(letter.batchBytes()).isLessThanOrEqualTo(8000);
        assertThat(letter.key()).isEqualTo("key".getBytes(UTF_8));
        assertThat(new String(letter.value(), UTF_8)).startsWith("{\"taskId\":\"123-task\"");
        assertThat(header(letter.headers(), "ce_type")).isEqualTo("io.mpsbridge.task.completed.v1");
        assertThat(header(letter.headers(), "mps-bridge-error-code")).isEqualTo("outcome-too-large");
        assertThat(header(letter.headers(), "mps-bridge-content")).isEqualTo("outcome");
        assertThat(header(letter.headers(), "__dlq.errors.offset")).isEqualTo("42");
        assertThat(header(letter.headers(), "__dlq.errors.message")).contains("task-completed takes 9000");
    }
}
