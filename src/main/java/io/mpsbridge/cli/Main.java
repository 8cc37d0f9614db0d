package io.mpsbridge.cli;

import io.mpsbridge.app.ClientSettingsException;
import io.mpsbridge.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code mps-bridge}. */
@Command(
        name = "mps-bridge",
        description = "Answers task-created events on Kafka by polling MPS.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            SimulateCommand.class,
            SubmitCommand.class,
            ReplayCommand.class,
            DltCommand.class,
            SchemaCommand.class,
            CheckCommand.class,
            ConfigCommand.class,
            HealthCommand.class
        })
public final class Main {

    private static final int HELP_WIDTH = 100;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .setExecutionExceptionHandler(Main::failed);
        // --task-id @file is read by the command.
        commandLine.setExpandAtFiles(false);
        declare(commandLine);
        return commandLine;
    }

    private static void declare(CommandLine commandLine) {
        for (CommandLine subcommand : commandLine.getSubcommands().values()) {
            ConfigurationOptions.declare(subcommand);
            declare(subcommand);
        }
    }

    /** A failure is a line, not a stack trace: whoever reads it wants to know what to do. */
    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof ConfigurationException configuration) {
            err.println("The configuration has " + configuration.problems().size() + " problem(s):");
            configuration.problems().forEach(problem -> err.println("  " + Text.line(problem.toString())));
            err.println("`mps-bridge run --help` lists every property.");
            return ExitCode.USAGE;
        }
        err.println("mps-bridge: " + Text.line(Text.reason(failure)));
        return failure instanceof ClientSettingsException ? ExitCode.USAGE : ExitCode.FAILED;
    }

    /** The version that the build wrote down. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
                properties.load(in);
            }
            return new String[] {"mps-bridge " + properties.getProperty("version") + " (Java " + Runtime.version() + ")"
            };
        }
    }
}
