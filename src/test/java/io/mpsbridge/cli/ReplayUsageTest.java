package io.mpsbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What commands say of a replay that makes no sense. */
class ReplayUsageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            --name a/b | --name must be 1 to 64 letters, digits, '.', '_' and '-', is 'a/b'
            --mode republish | --mode republish needs --source completed or failed, whose terminal events it sends again; \
            is created
            --source completed | --mode reprocess does not work with --source completed; reprocess a completed task by \
            its created event: --source created --task-id
            --failure-reason X | --failure-reason selects from --source failed and dlt only, is created
            --source failed --failure-reason nonsense | --failure-reason must be one of GENERATION_FAILED,
            --source dlt --task-id t | --task-id cannot select dead letters, most of which have no readable id; use \
            --partition PARTITION:OFFSET
            --rate 0 | --rate must be from 1/s to 100000/s, is 0
            --limit 0 | --limit must be at least 1, is 0
            --partition 1:0-5 --partition 1 | --partition names a partition more than once
            --to 2020-01-01T00:00:00Z | --from must be before --to, is 2026-11-23T00:00:00Z and 2020-01-01T00:00:00Z
            """)
    void aMistakeIsToldByItsOption(String options, String message) {
        List<String> arguments = new ArrayList<>(List.of("replay", "--kafka.bootstrap.servers=127.0.0.1:1"));
        String given = options + " --name n --reason r --source created --from 2026-11-23T00:00:00Z --to"
                + " 2026-11-24T00:00:00Z";
        List<String> words = List.of(given.split(" "));
        for (int i = 0; i < words.size(); i += 2) {
            // The first of each counts, but of those that may be repeated.
            if (!arguments.contains(words.get(i)) || words.get(i).equals("--partition")) {
                arguments.add(words.get(i));
                arguments.add(words.get(i + 1));
            }
        }
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine("replay").setErr(new PrintWriter(err));

        assertThat(command.execute(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).startsWith("mps-bridge: " + message).contains("replay --help");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine("replay").setErr(new PrintWriter(err));

        int code = command.execute(
                "replay",
                "--kafka.bootstrap.servers=127.0.0.1:1",
                "--name=a/b",
                "--reason= ",
                "--source=created",
                "--rate=0",
                "--failure-reason=X",
                "--task-id=@/nowhere/ids",
                "--report=/nowhere/report");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines().filter(line -> line.startsWith("mps-bridge: ")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("--name must be"),
                        line -> assertThat(line).contains("--reason must be"),
                        line -> assertThat(line).contains("--rate must be"),
                        line -> assertThat(line).contains("--failure-reason selects from"),
                        line -> assertThat(line).contains("--from and --to are required"),
                        line -> assertThat(line).contains("cannot read --task-id @/nowhere/ids"),
                        line -> assertThat(line).contains("cannot write --report /nowhere/report"));
    }

    @Test
    void valuesThatCannotBeReadAreToldAtOnceToo() {
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine("replay").setErr(new PrintWriter(err));

        int code = command.execute("replay", "--source=nothing", "--from=monday", "--limit=many", "--no-such");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("--source must be", "--from must be a time", "--limit must be a number")
                .contains("--reason and --name are required");
    }
}
