package io.mpsbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code simulate} says of queues, limits and accounts that cannot be. */
class SimulateUsageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            --concurrency -1 | --concurrency: '-1' is not a whole number from 0 to 1000000
            --concurrency many | --concurrency: 'many' is not a whole number from 0 to 1000000
            --concurrency 4 --order lifo | --order: 'lifo' is none of fifo, random, priority; leave it out for fifo
            --order random | --order: 'random' needs tasks that wait; set --concurrency to 1 or more
            --rate-limit many | --rate-limit: 'many' is not a whole number from 0 to 1000000; 0 means no limit
            --rate-limit picture=5 | --rate-limit: 'picture' is none of image, video, audio
            --rate-limit video=5 --rate-limit video=6 | --rate-limit: given twice for video tasks
            --account studio=AKIDs | --account: must be <name>=<secret-id>:<secret-key>, with :<token> behind it
            --account a=simulator:k | --account: 'a' has the secret id of another account
            --account default=AKIDs:k | --account: two are named 'default'
            """)
    void aMistakeIsToldByItsOptionItsValueAndTheWayOut(String options, String message) {
        List<String> arguments = new ArrayList<>(List.of("simulate", "--port", "0"));
        arguments.addAll(List.of(options.split(" ")));
        StringWriter error = new StringWriter();
        CommandLine commandLine = Main.commandLine("simulate").setErr(new PrintWriter(error));

        int exitCode = commandLine.execute(arguments.toArray(String[]::new));

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(error.toString()).startsWith("mps-bridge: " + message).contains("mps-bridge simulate --help");
    }
}
