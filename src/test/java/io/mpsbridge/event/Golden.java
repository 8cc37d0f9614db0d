package io.mpsbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events and schemas as releases left them, a folder for each. They are never edited: a release adds a folder.
 *
 * @param name release and file
 * @param created the record that went in
 * @param answer the record that came out: topic, key, headers, value
 */
record Golden(String name, JsonNode created, JsonNode answer) {
    private static final Path FOLDER = Path.of("src/test/resources/io/mpsbridge/event/golden");

    /** Every exchange of every release. */
    static List<Golden> exchanges() {
        return files("exchanges").map(Golden::read).toList();
    }

    /** The schema as it is, then as every release had it. */
    static List<Schema> schemasOfAllTimes(String event) {
        List<Schema> schemas = new ArrayList<>(List.of(JsonSchemas.ofEvent(event)));
        String suffix = event + ".schema.json";
        files("schemas")
                .filter(file -> file.endsWith(suffix))
                .map(file -> JsonSchemas.of(text(file)))
                .forEach(schemas::add);
        return schemas;
    }

    InboundRecord record() {
        return new InboundRecord(
                created.path("topic").asText(),
                created.path("partition").asInt(),
                created.path("offset").asLong(),
                Instant.parse(created.path("timestamp").asText()),
                key(created),
                created.path("value").asText().getBytes(UTF_8),
                headers(created));
    }

    static byte @Nullable [] key(JsonNode record) {
        return record.has("key") ? record.path("key").asText().getBytes(UTF_8) : null;
    }

    static List<RecordHeader> headers(JsonNode record) {
        List<RecordHeader> headers = new ArrayList<>();
        record.path("headers")
                .properties()
                .forEach(field -> headers.add(
                        RecordHeader.text(field.getKey(), field.getValue().asText())));
        return headers;
    }

    @Override
    public String toString() {
        return name;
    }

    private static Golden read(Path file) {
        JsonNode tree = JsonSchemas.tree(text(file));
        return new Golden(FOLDER.relativize(file).toString(), tree.path("created"), tree.path("answer"));
    }

    private static Stream<Path> files(String kind) {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files
                    .filter(file ->
                            Files.isRegularFile(file) && file.getParent().endsWith(kind))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
