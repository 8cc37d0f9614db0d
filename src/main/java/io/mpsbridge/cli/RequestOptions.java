package io.mpsbridge.cli;

import io.mpsbridge.replay.InvalidRequestException;
import io.mpsbridge.replay.RequestField;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command-line options that set the fields of a request. */
final class RequestOptions {

    private RequestOptions() {}

    /** Reports an invalid request like any wrong usage, naming options in place of fields. */
    static int refused(InvalidRequestException request, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        return command.getParameterExceptionHandler()
                .handleParseException(
                        new ParameterException(command, request.message(RequestOptions::name), request),
                        parsed.originalArgs().toArray(String[]::new));
    }

    static String name(RequestField field) {
        return switch (field) {
            case NAME -> "--name";
            case REASON -> "--reason";
            case SOURCE -> "--source";
            case MODE -> "--mode";
            case FROM -> "--from";
            case TO -> "--to";
            case TASK_IDS -> "--task-id";
            case REASONS -> "--failure-reason";
            case RANGES -> "--partition";
            case PER_SECOND -> "--rate";
            case LIMIT -> "--limit";
        };
    }
}
