package io.mpsbridge.cli;

import io.mpsbridge.replay.InvalidRequestException;
import io.mpsbridge.replay.RequestField;
import java.util.function.Function;
import picocli.CommandLine;

/** The command-line options that set the fields of a request. */
final class RequestOptions {

    private RequestOptions() {}

    /** Reports an invalid request like any wrong usage, naming options in place of fields. */
    static int refused(InvalidRequestException request, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        return command.getParameterExceptionHandler()
                .handleParseException(
                        new UsageMistakes.Found(command, request.messages(names(command))),
                        parsed.originalArgs().toArray(String[]::new));
    }

    /** The command's own names for fields. */
    static Function<RequestField, String> names(CommandLine command) {
        return field -> switch (field) {
            case NAME -> "--name";
            case REASON -> "--reason";
            case SOURCE -> "--source";
            case MODE -> "--mode";
            case FROM -> "--from";
            case TO -> "--to";
            case TASK_IDS -> "--task-id";
            case REASONS -> has(command, "--code") ? "--code" : "--failure-reason";
            case RANGES -> has(command, "--partition") ? "--partition" : "<partition:offset>";
            case PER_SECOND -> "--rate";
            case LIMIT -> "--limit";
        };
    }

    private static boolean has(CommandLine command, String option) {
        return command.getCommandSpec().findOption(option) != null;
    }
}
