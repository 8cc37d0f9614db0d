package io.mpsbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong argument costs a few lines: the reason, the option concerned, and where the others are listed. */
class WrongUsageTest {
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine(arguments)
                .setErr(new PrintWriter(err))
                .setOut(new PrintWriter(err))
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope",
                "run nope",
                "run --nope",
                "check -x",
                "config --nope=1",
                "health --nope",
                "submit",
                "submit --submitted-at yesterday x",
                "submit x --file",
                "replay --source nonsense",
                "replay",
                "replay --name a --reason b --source created --kafka.bootstrap.servers=127.0.0.1:1",
                "dlt nope",
                "dlt list --limit x",
                "dlt show",
                "dlt redrive 0:x",
                "dlt redrive 0:1-2 --reason r --kafka.bootstrap.servers=127.0.0.1:1",
                "schema nope",
                "schema show nope",
                "schema validate",
                "simulate --port=x",
                "simulate --concurrency=x",
                "simulate --nope",
            })
    void everyCommandSaysItInAFewLinesThatNameTheHelp(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines().count()).as(err.toString()).isBetween(2L, 6L);
        assertThat(err.toString())
                .startsWith("mps-bridge: ")
                .contains("Everything that can be given: mps-bridge")
                .contains(" --help")
                .doesNotContain("Exception", "java.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replay --source nonsense | --source must be created or completed or failed or dlt, is 'nonsense'
            replay --rat=5 --source created --name n --reason r | there is no option --rat; did you mean --rate?
            dlt list --limit x | --limit must be a number, is 'x'
            dlt redrive 0:x | <partition:offset> must be a partition with offsets, such as 3, 3:17 or 3:17-40, is '0:x'
            dlt show | <partition:offset> is required
            dlt lst | there is no command 'lst'; there are list, show, redrive; did you mean list?
            replay --from 2026-11-23T10:00:00 | --from must be a time with its zone, such as 2026-11-23T10:00:00Z (UTC)
            replay --to 2026-11-24 | --to must be a time with its zone, such as 2026-11-24T00:00:00Z (UTC)
            submit --file /nowhere/events --kafka.bootstrap.servers=127.0.0.1:1 | cannot read --file /nowhere/events: there is no folder
            dlt show 0:1 --value-to /nowhere/v --kafka.bootstrap.servers=127.0.0.1:1 | cannot write --value-to /nowhere/v: there is no folder
            submit --submitted-at now x | --submitted-at must be a time with its zone, such as 2026-11-23T10:00:00Z (UTC)
            """)
    void theReasonNamesTheOptionTheValueAndWhatToWrite(String line, String reason) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("mps-bridge: " + reason);
    }

    @Test
    void theOptionConcernedIsShownAndNoOther() {
        run("replay", "--source", "nonsense", "--name", "n", "--reason", "r");

        assertThat(err.toString().lines())
                .contains("  --source=created|completed|failed|dlt  Which events to select from.")
                .filteredOn(each -> each.startsWith("  "))
                .hasSize(1);
    }

    @Test
    void timesWithAnOffsetAreTaken() {
        run(
                "replay",
                "--from=2026-11-23T18:00:00+08:00",
                "--to=2026-11-23T10:00:00Z",
                "--name=n",
                "--reason=r",
                "--source=created",
                "--kafka.bootstrap.servers=127.0.0.1:1");

        assertThat(err.toString()).contains("--from must be before --to, is 2026-11-23T10:00:00Z and");
    }

    @Test
    void aPathThatCannotBeReadSaysWhatIsWrongWithIt(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("x");
        assertThat(run("schema", "validate", missing.toString())).isEqualTo(2);
        assertThat(run("schema", "validate", folder.toString())).isEqualTo(2);
        assertThat(run("schema", "validate", missing + "/y")).isEqualTo(2);
        assertThat(err.toString())
                .contains("cannot read " + missing + ": there is no such file")
                .contains("cannot read " + folder + ": it is a folder, give a file")
                .contains("cannot read " + missing + "/y: there is no folder " + missing)
                .doesNotContain("Exception");
    }

    @Test
    void aReportIsTriedBeforeAnythingElseAndLeavesNothing(@TempDir Path folder) {
        assertThat(run(
                        "replay",
                        "--partition=0",
                        "--name=n",
                        "--reason=r",
                        "--source=created",
                        "--kafka.bootstrap.servers=127.0.0.1:1",
                        "--report=" + folder.resolve("no/report")))
                .isEqualTo(2);

        assertThat(err.toString())
                .startsWith("mps-bridge: cannot write --report " + folder.resolve("no/report") + ": there is no folder "
                        + folder.resolve("no") + "; nothing was sent");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void commandsToTypeBeginAsTheProcessWasStarted() {
        assertThat(Invocation.startedBy("target/mps-bridge.jar")).isEqualTo("java -jar target/mps-bridge.jar");
        assertThat(Invocation.startedBy("/opt/my tools/mps-bridge.jar"))
                .isEqualTo("java -jar '/opt/my tools/mps-bridge.jar'");
        assertThat(Invocation.startedBy("target/classes:lib/a.jar")).isEqualTo("mps-bridge");
        assertThat(Invocation.startedBy("")).isEqualTo("mps-bridge");
    }

    @Test
    void checkingThatAFileCanBeWrittenChangesNoFile(@TempDir Path folder) throws Exception {
        Path kept = Files.writeString(folder.resolve("kept"), "text");

        FileTrouble.requireWritable(kept);
        FileTrouble.requireWritable(folder.resolve("new"));

        assertThat(kept).hasContent("text");
        assertThat(folder.resolve("new")).doesNotExist();
    }
}
