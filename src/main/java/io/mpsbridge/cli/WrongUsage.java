package io.mpsbridge.cli;

import io.mpsbridge.input.ForeignText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports wrong usage in a few lines: the reason, the options concerned, and where the others are listed. */
final class WrongUsage implements CommandLine.IParameterExceptionHandler {
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9.-]*");
    private static final Pattern INVALID =
            Pattern.compile("^Invalid value for (?:option '([^']+)'|positional parameter[^(]*\\(([^)]+)\\))[^:]*: ");

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        for (String message : messages(wrong)) {
            err.println("mps-bridge: " + ForeignText.clean(message));
            for (ArgSpec each : concerned(wrong, message)) {
                err.println("  " + described(each));
            }
        }
        err.println("Everything that can be given: " + command.getCommandSpec().qualifiedName(" ") + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    /** The message for an argument that a command does not know. */
    static String unknown(CommandLine command, String argument) {
        String name = argument.replaceFirst("=.*", "");
        List<String> commands = List.copyOf(command.getSubcommands().keySet());
        String what = name.startsWith("-")
                ? "there is no option " + name
                : commands.isEmpty()
                        ? "unexpected argument '" + argument + "'"
                        : "there is no command '" + argument + "'; there are " + String.join(", ", commands);
        return what + suggestion(command, name);
    }

    private static String suggestion(CommandLine command, String name) {
        return new UnmatchedArgumentException(command, List.of(name))
                .getSuggestions().stream()
                        .filter(each -> each.startsWith("-") == name.startsWith("-"))
                        .map(each -> each.replaceFirst("^.* ", ""))
                        .findFirst()
                        .map(each -> "; did you mean " + each + "?")
                        .orElse("");
    }

    /** All errors of a command line. */
    static ParameterException all(CommandLine command, List<Exception> errors) {
        return errors.size() == 1 && errors.get(0) instanceof ParameterException single
                ? single
                : new UsageMistakes.Found(
                        command,
                        errors.stream()
                                .map(error -> error instanceof ParameterException wrong
                                        ? message(wrong)
                                        : String.valueOf(error.getMessage()))
                                .distinct()
                                .toList());
    }

    private static List<String> messages(ParameterException wrong) {
        return wrong instanceof UsageMistakes.Found found ? found.messages() : List.of(message(wrong));
    }

    private static String message(ParameterException wrong) {
        String given = String.valueOf(wrong.getMessage());
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unknown(wrong.getCommandLine(), unmatched.getUnmatched().get(0));
        }
        if (wrong instanceof MissingParameterException missing
                && given.startsWith("Missing required ")
                && !given.startsWith("Missing required parameter for")) {
            return missing.getMissing().stream().map(WrongUsage::name).collect(Collectors.joining(" and "))
                    + (missing.getMissing().size() == 1 ? " is required" : " are required");
        }
        // The converters' messages follow the name of what they convert.
        Matcher invalid = INVALID.matcher(given);
        return invalid.find()
                ? Optional.ofNullable(invalid.group(1)).orElse(invalid.group(2)) + " " + given.substring(invalid.end())
                : given;
    }

    private static List<ArgSpec> concerned(ParameterException wrong, String message) {
        if (wrong instanceof MissingParameterException missing) {
            return missing.getMissing();
        }
        if (wrong.getArgSpec() != null) {
            return List.of(wrong.getArgSpec());
        }
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        return OPTION.matcher(message)
                .results()
                .map(found -> command.findOption(found.group()))
                .filter(option -> option != null)
                .findFirst()
                .map(option -> List.<ArgSpec>of(option))
                .orElse(List.of());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String described(ArgSpec argument) {
        boolean value = argument.isOption() && argument.arity().max() > 0;
        return name(argument) + (value ? "=" + argument.paramLabel() : "") + "  "
                + String.join(" ", argument.description()).replace("%%", "%");
    }
}
