package io.mpsbridge.simulator;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The script in a task id, so that a test can put events on Kafka without creating tasks first:
 * {@code sim-NAME[;model=M][;at=EPOCH_MILLIS][;for=DURATION][;end=done|fail][;trouble=KIND[;trouble-for=DURATION]]},
 * for example {@code sim-7;for=5s;end=fail} or {@code sim-8;for=5s;trouble=http-503;trouble-for=20s}.
 *
 * @param at when the task was created; default: at its first poll
 * @param duration exact, not scaled; with slots, from its start; default: drawn for {@code model}
 * @param ending default: drawn
 * @param trouble the kind of its {@link TaskFault}
 * @param troubleFor how long the fault lasts; default: forever
 */
record TaskScript(
        String model,
        Optional<Instant> at,
        Optional<Duration> duration,
        Optional<Ending> ending,
        Optional<Effect> trouble,
        Optional<Duration> troubleFor) {

    private static final String PREFIX = "sim-";
    private static final TaskScript EMPTY = new TaskScript(
            "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private static final long TEN_YEARS_MILLIS = 10L * 365 * 86_400_000;

    static boolean isScripted(String taskId) {
        return taskId.startsWith(PREFIX);
    }

    /** @throws IllegalArgumentException if a part after the name is invalid */
    static TaskScript of(String taskId, Instant now) {
        if (!isScripted(taskId) || taskId.indexOf(';') < 0) {
            return EMPTY;
        }
        String[] parts = taskId.split(";", -1);
        TaskScript script = EMPTY;
        for (int i = 1; i < parts.length; i++) {
            script = script.with(parts[i], now);
        }
        if (script.troubleFor.isPresent() && script.trouble.isEmpty()) {
            throw new IllegalArgumentException("trouble-for: there is no trouble= to last so long");
        }
        return script;
    }

    /** The task's own fault, or null. */
    @Nullable TaskFault ownFault() {
        return trouble.map(effect -> new TaskFault(effect, troubleFor)).orElse(null);
    }

    private TaskScript with(String part, Instant now) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? part : part.substring(0, equals);
        String value = part.substring(equals + 1);
        return switch (key) {
            case "model" -> new TaskScript(value, at, duration, ending, trouble, troubleFor);
            case "at" -> new TaskScript(model, Optional.of(instant(value, now)), duration, ending, trouble, troubleFor);
            case "for" -> new TaskScript(model, at, length(key, value), ending, trouble, troubleFor);
            case "end" -> new TaskScript(model, at, duration, Optional.of(ending(value)), trouble, troubleFor);
            case "trouble" ->
                new TaskScript(model, at, duration, ending, Optional.of(TaskFault.effect(value)), troubleFor);
            case "trouble-for" -> new TaskScript(model, at, duration, ending, trouble, length(key, value));
            default ->
                throw new IllegalArgumentException(
                        "'" + part + "' is none of model=, at=, for=, end=, trouble= and trouble-for=");
        };
    }

    private static Optional<Duration> length(String key, String value) {
        return Optional.of(DurationText.parse(key, value));
    }

    private static Instant instant(String value, Instant now) {
        try {
            Instant at = Instant.ofEpochMilli(Long.parseLong(value));
            if (Math.abs(Duration.between(now, at).toMillis()) <= TEN_YEARS_MILLIS) {
                return at;
            }
        } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException("at: '" + value + "' is not a time in milliseconds since 1970", e);
        }
        throw new IllegalArgumentException("at: '" + value + "' is more than ten years away");
    }

    private static Ending ending(String value) {
        return switch (value) {
            case "done" -> Ending.DONE;
            case "fail" -> Ending.FAIL;
            default -> throw new IllegalArgumentException("end: '" + value + "' is neither done nor fail");
        };
    }
}
