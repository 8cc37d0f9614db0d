package io.mpsbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @TempDir
    Path directory;

    @Test
    void yamlListsAndKeysWithDotsAreAsGoodAsNestedOnes() throws IOException {
        Path file = write("a.yml", """
                kafka:
                  bootstrap.servers: [a:1, b:2]
                  consumer: {max.poll.records: 5}
                bridge.group-id: g
                """);

        Settings settings = Loading.nothing().file(file).settings();

        assertThat(settings.kafka().groupId()).isEqualTo("g");
        assertThat(settings.kafka().clients().consumer())
                .containsEntry("bootstrap.servers", "a:1,b:2")
                .containsEntry("max.poll.records", "5");
    }

    @Test
    void aFileThatDoesNotExistIsNamed() {
        Path file = directory.resolve("none.yaml");

        assertThat(Loading.valid().file(file).problem().message()).contains(file.toString(), "does not exist");
    }

    @Test
    void whatIsMissingIsNotLookedForInAFileThatCannotBeRead() {
        Loading loading = Loading.nothing().file(directory.resolve("none.yaml")).option("admin.port", "x");

        assertThat(loading.problems()).extracting(Problem::key).containsExactly("--config", "admin.port");
    }

    @Test
    void anEndingThatSaysNothingIsRefused() throws IOException {
        assertThat(Loading.valid().file(write("a.toml", "")).problem().message())
                .contains(".properties or .yaml");
    }

    @Test
    void aDirectoryIsNoFile() throws IOException {
        Path path = Files.createDirectory(directory.resolve("d.yaml"));

        assertThat(Loading.valid().file(path).problem().message()).contains("cannot be read");
    }

    @Test
    void textIsUtf8() throws IOException {
        Path file = Files.write(directory.resolve("a.properties"), "a=\u00fc".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Loading.valid().file(file).problem().message()).contains("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b: hush", "a: *hush", "a: &hush {b: *hush}", "!!hush.Type [x]", "\"hush"})
    void brokenYamlIsRefusedWithoutRepeatingIt(String yaml) throws IOException {
        Problem problem = Loading.valid().file(write("a.yaml", yaml)).problem();

        assertThat(problem.message()).contains("a.yaml", "is not YAML");
        assertThat(problem.toString()).doesNotContain("hush");
    }

    @Test
    void brokenYamlIsRefusedWithItsLine() throws IOException {
        assertThat(Loading.valid()
                        .file(write("a.yaml", "a: 1\nb: c: d\n"))
                        .problem()
                        .message())
                .contains("(line 2)");
    }

    @Test
    void aBrokenEscapeInAPropertiesFileIsAProblem() throws IOException {
        assertThat(Loading.valid()
                        .file(write("a.properties", "a=\\u00z"))
                        .problem()
                        .message())
                .contains("malformed");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
