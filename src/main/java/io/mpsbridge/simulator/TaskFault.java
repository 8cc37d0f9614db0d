package io.mpsbridge.simulator;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task's own fault, which replaces the answers about this task only. Its kinds, as written in a task id:
 *
 * <ul>
 *   <li>{@code http-503}, or another HTTP status from 400 to 599
 *   <li>{@code garbage}, {@code empty}, {@code contradiction}, {@code reset}, {@code hang}
 *   <li>{@code status-TIMEOUT}, or any status other than the four
 *   <li>{@code no-urls}: DONE without a URL; answers before the task's end are true
 *   <li>anything else of that form: a vendor's error code, such as {@code LimitExceeded} or
 *       {@code FailedOperation.TaskNotFound}
 * </ul>
 *
 * @param lasting from the task's creation, or with {@code no-urls} from its end; forever if absent
 */
record TaskFault(Effect effect, Optional<Duration> lasting) {

    private static final Pattern HTTP = Pattern.compile("http-(\\d{3})");
    private static final Pattern STATUS = Pattern.compile("status-([A-Za-z_]{1,64})");
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Za-z]*(?:\\.[A-Za-z]+)*");
    private static final String MESSAGE = "The task has a trouble of its own.";

    /** @throws IllegalArgumentException if there is no such kind */
    static Effect effect(String kind) {
        return switch (kind) {
            case "garbage" -> new Effect.Garbage();
            case "empty" -> new Effect.EmptyBody();
            case "contradiction" -> new Effect.Contradiction();
            case "reset" -> new Effect.Reset();
            case "hang" -> new Effect.Silence();
            case "no-urls" -> new Effect.NoUrls();
            default -> spelled(kind);
        };
    }

    private static Effect spelled(String kind) {
        Matcher http = HTTP.matcher(kind);
        if (http.matches()) {
            return new Effect.HttpStatus(Integer.parseInt(http.group(1)));
        }
        Matcher status = STATUS.matcher(kind);
        if (status.matches()) {
            return new Effect.UnknownStatus(status.group(1));
        }
        if (!CODE.matcher(kind).matches()) {
            throw new IllegalArgumentException(
                    "trouble: '" + kind + "' is none of http-NNN, status-NAME, garbage, empty,"
                            + " contradiction, reset, hang and no-urls, and no error code");
        }
        return new Effect.ErrorCode(kind, MESSAGE);
    }

    boolean isOver(long nanos, SimulatedTask task) {
        long sinceNanos = effect.beginsAtEnd() ? task.endNanos() : task.createdNanos;
        return sinceNanos != SimulatedTask.NEVER
                && lasting.map(time -> nanos - sinceNanos >= time.toNanos()).orElse(false);
    }
}
