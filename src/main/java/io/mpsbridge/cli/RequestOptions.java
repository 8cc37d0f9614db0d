package io.mpsbridge.cli;

import io.mpsbridge.replay.RequestField;

/** By which options the fields of a request are given. */
final class RequestOptions {

    private RequestOptions() {}

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
