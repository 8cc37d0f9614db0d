package io.mpsbridge.event;

import static io.mpsbridge.event.EventFixtures.bare;
import static io.mpsbridge.event.EventFixtures.completed;
import static io.mpsbridge.event.EventFixtures.failed;
import static io.mpsbridge.event.EventFixtures.structured;
import static io.mpsbridge.event.EventFixtures.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.TaskCreated;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever spelling a metadata object has, in whichever mode it comes, the terminal event repeats it to the byte. */
class MetadataEchoTest {
    @Property(tries = 200)
    void theSpellingComesOutAsItWentIn(@ForAll("objects") String metadata, @ForAll("fillers") String filler) {
        String data = "{\"filler\":\"" + filler + "\",\"taskId\":\"t-1\", \"metadata\": " + metadata + " ,\"x\":1}";
        String envelope = "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"source\":\"s\",";
        String base64 = Base64.getEncoder().encodeToString(data.getBytes(UTF_8));

        echoes(bare(data), metadata);
        echoes(structured(envelope + "\"data\":" + data + "}"), metadata);
        echoes(structured(envelope + "\"data_base64\":\"" + base64 + "\"}"), metadata);
    }

    private static void echoes(InboundRecord record, String metadata) {
        TaskCreated task = task(record);

        assertThat(task.metadata()).isEqualTo(metadata);
        byte[] tail = (",\"metadata\":" + metadata + "}").getBytes(UTF_8);
        assertThat(EventFixtures.ENCODER.encode(completed(task, List.of("u"))).value())
                .endsWith(tail);
        assertThat(EventFixtures.ENCODER.encode(failed(task, "m")).value()).endsWith(tail);
    }

    @Provide
    Arbitrary<String> fillers() {
        // Around the size from which on the parser reads strings piece by piece.
        return Arbitraries.integers().between(0, 40_000).map("ä"::repeat);
    }

    @Provide
    Arbitrary<String> objects() {
        return object(3);
    }

    private static Arbitrary<String> object(int depth) {
        Arbitrary<String> member = Arbitraries.of(
                        "\"a\"", "\"a\"", "\"\\u0061\"", "\"\"", "\"taskId\"", "\"metadata\"", "\"é😀\"")
                .flatMap(name ->
                        value(depth).flatMap(value -> space().map(space -> name + space + ":" + space + value)));
        return member.list()
                .ofMaxSize(3)
                .flatMap(
                        members -> space().map(space -> "{" + space + String.join("," + space, members) + space + "}"));
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> scalar = Arbitraries.of(
                "1",
                "1.0",
                "1e400",
                "-0",
                "100000000000000000000000000000.000",
                "true",
                "null",
                "\"\"",
                "\"\\u00e9\\/\\ud83d\\ude00\"",
                "\"\\ud800\"",
                "\"}{][\\\"\"",
                "\"任务\"");
        return depth == 0
                ? scalar
                : Arbitraries.oneOf(
                        scalar,
                        Arbitraries.lazy(() -> object(depth - 1)),
                        value(depth - 1).list().ofMaxSize(3).map(list -> "[" + String.join(" , ", list) + "]"));
    }

    private static Arbitrary<String> space() {
        return Arbitraries.of("", " ", "\n\t", "\r\n");
    }
}
