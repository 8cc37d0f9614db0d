package io.mpsbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mpsbridge.testing.FreePorts;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard output has a command's results alone, so that it can be piped, however logging is configured. */
class StandardOutputTest {

    private static final long LIMIT_SECONDS = 60;
    /** Logged as a warning. */
    private static final Map<String, String> MISSPELT = Map.of("BRIDGE_GRUP_ID", "x");

    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"logback-json.xml", "own.xml"})
    void aCommandThatEndsLogsToStandardErrorWhateverTheConfigurationSays(String logging) throws Exception {
        Files.writeString(scratch.resolve("own.xml"), """
                <configuration>
                  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                    <target>System.out</target>
                    <encoder><pattern>%level %msg%n</pattern></encoder>
                  </appender>
                  <root level="DEBUG"><appender-ref ref="OUT"/></root>
                </configuration>
                """);
        Path out = scratch.resolve("out");
        Path err = scratch.resolve("err");
        Process config = bridge(logging, "config", "-o", "json", "--kafka.bootstrap.servers=kafka:9092")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();

        assertThat(config.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(config.exitValue()).isZero();
        assertThat(Files.readString(err)).contains("BRIDGE_GRUP_ID");
        assertThat(Files.readAllLines(out))
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> assertThat(
                                new ObjectMapper().readTree(line).path("key").asText())
                        .isNotEmpty());
    }

    @Test
    void aBridgeLogsToStandardOutputWhereTheConfigurationSaysSo() throws Exception {
        Process run = bridge("logback-json.xml", "run", "--kafka.bootstrap.servers=127.0.0.1:" + FreePorts.next())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader log = run.inputReader(UTF_8)) {
            assertThat(log.readLine()).startsWith("{").contains("BRIDGE_GRUP_ID");
        } finally {
            run.destroyForcibly();
        }
    }

    private ProcessBuilder bridge(String logging, String... arguments) {
        Path own = scratch.resolve(logging);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + (Files.exists(own) ? own : logging),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(MISSPELT);
        return builder;
    }
}
