package io.mpsbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands that need no broker. */
class SchemaCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void theDocumentsAreListedAndShown() {
        assertThat(run("schema", "list")).isZero();
        assertThat(run("schema", "list", "-o", "json")).isZero();
        assertThat(run("schema", "show", "task-created")).isZero();
        assertThat(run("schema", "show", "asyncapi.yaml")).isZero();

        assertThat(out.toString())
                .contains("task-created.schema.json  ")
                .contains("{\"name\":\"asyncapi.yaml\",\"mediaType\":\"application/yaml\"}")
                .contains("urn:mps-bridge:schema:task-created:v1")
                .contains("asyncapi: 3.");
        assertThat(run("schema", "show", "nothing")).isEqualTo(2);
        assertThat(err.toString()).contains("schema list");
    }

    @Test
    void aFileIsHeldAgainstTheContract(@TempDir Path folder) throws IOException {
        Path good = Files.writeString(folder.resolve("good"), "{\"taskId\":\"t\"}");
        Path bad = Files.writeString(folder.resolve("bad"), "{\"taskId\":\"a\\u001bb\"}");

        assertThat(run("schema", "validate", good.toString())).isZero();
        assertThat(run("schema", "validate", bad.toString())).isEqualTo(1);
        assertThat(run("schema", "validate", "-o", "json", bad.toString())).isEqualTo(1);
        assertThat(run("schema", "validate", "--event", "task-failed", good.toString()))
                .isEqualTo(1);
        assertThat(run("schema", "validate", "--event", "task-new", good.toString()))
                .isEqualTo(2);
        assertThat(run("schema", "validate", folder.resolve("absent").toString()))
                .isEqualTo(2);

        assertThat(out.toString())
                .contains("valid task-created")
                .contains("{\"valid\":false,")
                .contains("reason")
                .doesNotContain("\u001b");
        assertThat(err.toString()).contains("task-new").contains("absent");
    }

    @Test
    void mistakesInAReplayAreUsageErrorsThatNameTheOption() {
        String server = "--kafka.bootstrap.servers=127.0.0.1:1";
        String[][] mistakes = {
            {"--from and --to", "replay", "--name=n", "--reason=r", "--source=created", server},
            {
                "--mode republish",
                "replay",
                "--name=n",
                "--reason=r",
                "--source=created",
                "--mode=republish",
                "--partition=1",
                server
            },
            {"--name", "replay", "--name=a b", "--reason=r", "--source=created", "--partition=1", server},
            {"--rate", "replay", "--name=n", "--reason=r", "--source=created", "--partition=1", "--rate=fast", server},
            {"--partition", "replay", "--name=n", "--reason=r", "--source=created", "--partition=x", server},
            {
                "--task-id",
                "replay",
                "--name=n",
                "--reason=r",
                "--source=created",
                "--partition=1",
                "--task-id=@/no/such/file",
                server
            },
            {"--name", "dlt", "redrive", "--reason=r", server},
            {"--value-file", "dlt", "redrive", "--name=n", "--reason=r", "--value-file=x", server},
            {"--value-file", "dlt", "redrive", "0:1", "--reason=r", "--value-file=/no/such/file", server},
            {"task ids", "submit", server},
        };
        for (String[] mistake : mistakes) {
            err.getBuffer().setLength(0);
            String[] arguments = Arrays.copyOfRange(mistake, 1, mistake.length);
            assertThat(run(arguments)).as(String.join(" ", arguments)).isEqualTo(2);
            assertThat(err.toString()).contains(mistake[0]);
        }
    }
}
