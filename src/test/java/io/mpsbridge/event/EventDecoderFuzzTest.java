package io.mpsbridge.event;

import static io.mpsbridge.event.EventFixtures.DECODER;
import static io.mpsbridge.event.EventFixtures.ENCODER;
import static io.mpsbridge.event.EventFixtures.completed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Nothing that can stand in a record makes the decoder throw, and what it reads can be answered. */
class EventDecoderFuzzTest {
    private static final byte[] DATA =
            "{\"taskId\":\"t-1\",\"model\":\"m\",\"submittedAt\":\"2026-11-23T09:00:00Z\",\"metadata\":{\"a\":[1,\"ä\"]}}"
                    .getBytes(UTF_8);
    private static final byte[] ENVELOPE =
            ("{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"source\":\"s\",\"time\":\"2026-11-23T09:00:00Z\","
                            + "\"correlationid\":\"c\",\"data\":" + new String(DATA, UTF_8) + "}")
                    .getBytes(UTF_8);
    private static final List<RecordHeader> STRUCTURED =
            List.of(RecordHeader.text("content-type", "application/cloudevents+json"));
    private static final List<RecordHeader> BINARY = List.of(
            RecordHeader.text("ce_specversion", "1.0"),
            RecordHeader.text("ce_id", "evt-1"),
            RecordHeader.text("ce_source", "/orders"),
            RecordHeader.text("ce_type", "t"),
            RecordHeader.text("ce_time", "2026-11-23T09:00:00Z"),
            RecordHeader.text("traceparent", EventFixtures.TRACEPARENT));

    @Property(tries = 1000)
    void randomBytesAreOneOfTheThree(@ForAll byte[] value, @ForAll("headers") List<RecordHeader> headers) {
        assertReadOrRejected(value, headers);
    }

    @Property(tries = 2000)
    void damagedEventsAreOneOfTheThree(@ForAll long seed) {
        Random random = new Random(seed);
        switch (random.nextInt(4)) {
            case 0 -> assertReadOrRejected(damaged(DATA, random), List.of());
            case 2 -> assertReadOrRejected(damaged(ENVELOPE, random), List.of());
            case 1 -> assertReadOrRejected(damaged(ENVELOPE, random), STRUCTURED);
            default ->
                assertReadOrRejected(
                        DATA,
                        BINARY.stream()
                                .map(header -> random.nextInt(3) > 0
                                        ? header
                                        : new RecordHeader(header.name(), damaged(header.value(), random)))
                                .toList());
        }
    }

    @Property(tries = 500)
    void everyStringIsATaskIdOrNone(@ForAll String taskId) {
        String escaped = taskId.chars().mapToObj("\\u%04x"::formatted).reduce("", String::concat);
        String data = "{\"taskId\":\"" + escaped + "\",\"metadata\":{\"m\":\"" + escaped + "\"}}";

        assertReadOrRejected(data.getBytes(UTF_8), List.of());
    }

    private static void assertReadOrRejected(byte[] value, List<RecordHeader> headers) {
        long timestamp = new Random(Arrays.hashCode(value)).nextLong();
        InboundRecord record =
                new InboundRecord("task-created", 0, 1, Instant.ofEpochMilli(timestamp), null, value, headers);

        Decoded decoded = DECODER.decode(record);

        if (decoded instanceof Decoded.Task task) {
            assertThat(task.task().taskId()).isNotEmpty();
            assertThat(task.task().createdAt()).isBetween(Instant.parse("2020-01-01T00:00:00Z"), EventFixtures.NOW);
            assertThat(ENCODER.encode(completed(task.task(), List.of("u"))).value())
                    .isNotEmpty();
        } else if (decoded instanceof Decoded.Unreadable unreadable) {
            assertThat(unreadable.rejection().code()).isNotEmpty();
            assertThat(unreadable.rejection().message()).isNotEmpty();
            assertThat(ENCODER.deadLetter(record, unreadable.rejection()).value())
                    .isEqualTo(value);
        } else {
            assertThat(value).isNull();
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = (byte) "{}[]\":,0\\ ".charAt(random.nextInt(10));
                case 2 ->
                    System.arraycopy(damaged, at, damaged, random.nextInt(at + 1), Math.min(8, damaged.length - at));
                default -> damaged = Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length));
            }
        }
        return damaged;
    }

    @Provide
    Arbitrary<List<RecordHeader>> headers() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of("content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time"),
                Arbitraries.of("traceparent", "ce_tracestate", "ce_", "ce_x-y", EventDecoder.ORIGIN_ID),
                Arbitraries.strings().ofMaxLength(10));
        Arbitrary<byte[]> values = Arbitraries.oneOf(
                Arbitraries.of("1.0", "application/cloudevents+json", "x", "").map(text -> text.getBytes(UTF_8)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).injectNull(0.1));
        return Combinators.combine(names, values).as(RecordHeader::new).list().ofMaxSize(8);
    }
}
