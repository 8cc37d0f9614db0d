package io.mpsbridge.cli;

import io.mpsbridge.replay.InvalidRequestException;
import io.mpsbridge.replay.RequestField;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** By which options the fields of a request are given. */
final class RequestOptions {

    private RequestOptions() {}

    /** Says what is wrong by the options that gave it, as of any wrong usage. */
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
