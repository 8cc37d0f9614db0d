package io.mpsbridge.cli;

import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.config.ConfigurationException;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.replay.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code mps-bridge}. */
@Command(
        name = "mps-bridge",
        description = "Answers task-created events on Kafka by polling MPS.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private static final int HELP_WIDTH = 100;
    /** In the order of the help. */
    private static final List<String> COMMANDS =
            List.of("run", "simulate", "submit", "replay", "dlt", "schema", "check", "config", "health");

    /** Run until they are stopped, and have no results but their log. */
    private static final Set<String> SERVERS = Set.of("run", "simulate");

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        CommandLine commandLine = commandLine(args);
        if (args.length > 0 && !SERVERS.contains(args[0])) {
            keepStandardOutputForResults(commandLine);
        }
        try {
            ExtensionFolder.open(Main.class);
        } catch (IOException e) {
            commandLine.getErr().println("mps-bridge: " + ForeignText.clean(Text.reason(e)));
            System.exit(ExitCode.USAGE);
        }
        System.exit(commandLine.execute(args));
    }

    /** Whatever else writes to standard output, such as a logger of any configuration, gets standard error instead. */
    private static void keepStandardOutputForResults(CommandLine commandLine) {
        commandLine.setOut(commandLine.getOut());
        System.setOut(System.err);
    }

    /** Creates only the command that the arguments begin with, or all where help or an error message may list them. */
    static CommandLine commandLine(String... arguments) {
        return arguments.length > 0 && COMMANDS.contains(arguments[0]) ? with(List.of(arguments[0])) : with(COMMANDS);
    }

    private static CommandLine with(List<String> names) {
        CommandLine commandLine = new CommandLine(new Main()).setCommandName(Invocation.prefix());
        names.forEach(name -> commandLine.addSubcommand(name, command(name)));
        // These settings reach only subcommands that have been added.
        commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .setParameterExceptionHandler(new WrongUsage())
                .setExecutionStrategy(Main::execute)
                .setExecutionExceptionHandler(Main::failed);
        Converters.register(commandLine);
        collectErrors(commandLine);
        // The command itself reads --task-id @file.
        commandLine.setExpandAtFiles(false);
        declare(commandLine);
        return commandLine;
    }

    /** Keeps the classes of other commands out of a running bridge: what is not created is not loaded. */
    private static Object command(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "simulate" -> new SimulateCommand();
            case "submit" -> new SubmitCommand();
            case "replay" -> new ReplayCommand();
            case "dlt" -> new DltCommand();
            case "schema" -> new SchemaCommand();
            case "check" -> new CheckCommand();
            case "config" -> new ConfigCommand();
            case "health" -> new HealthCommand(System.getenv());
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Lets {@link #execute} tell all wrong arguments at once. */
    private static void collectErrors(CommandLine commandLine) {
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(Main::collectErrors);
    }

    private static int execute(CommandLine.ParseResult parsed) {
        List<Exception> errors = new ArrayList<>();
        CommandLine.ParseResult last = parsed;
        for (CommandLine.ParseResult each = parsed; each != null; each = each.subcommand()) {
            errors.addAll(each.errors());
            last = each;
        }
        boolean help = parsed.asCommandLineList().stream()
                .anyMatch(each -> each.isUsageHelpRequested() || each.isVersionHelpRequested());
        if (!help && !errors.isEmpty()) {
            throw WrongUsage.all(last.commandSpec().commandLine(), errors);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void declare(CommandLine commandLine) {
        for (CommandLine subcommand : commandLine.getSubcommands().values()) {
            ConfigurationOptions.declare(subcommand);
            declare(subcommand);
        }
    }

    /** Prints a line, not a stack trace: operators need to know what to do. */
    static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        PrintWriter err = command.getErr();
        if (failure instanceof InvalidRequestException request) {
            return RequestOptions.refused(request, command, parsed);
        }
        if (failure instanceof ConfigurationException configuration) {
            err.println("The configuration has " + configuration.problems().size() + " problem(s):");
            configuration.problems().forEach(problem -> err.println("  " + ForeignText.clean(problem.toString())));
            err.println("Every property: " + Invocation.command("run --help"));
            return ExitCode.USAGE;
        }
        err.println("mps-bridge: " + ForeignText.clean(Text.reason(failure)));
        return failure instanceof ClientSettingsException ? ExitCode.USAGE : ExitCode.FAILED;
    }

    /** The version that the build recorded. */
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
