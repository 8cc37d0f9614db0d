package io.mpsbridge.simulator;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a task id says about its own task, so that a test can put events on Kafka without creating anything first:
 * {@code sim-NAME[;model=M][;at=EPOCH_MILLIS][;for=DURATION][;end=done|fail]}, for example {@code sim-7;for=5s;end=fail}.
 *
 * @param at when the task was created; else when it is first asked about
 * @param duration exact, no time scale applies; else drawn for {@code model}
 * @param ending else drawn
 */
record TaskScript(String model, Optional<Instant> at, Optional<Duration> duration, Optional<Ending> ending) {

    private static final String PREFIX = "sim-";
    private static final TaskScript EMPTY = new TaskScript("", Optional.empty(), Optional.empty(), Optional.empty());
    private static final long TEN_YEARS_MILLIS = 10L * 365 * 86_400_000;

    static boolean isScripted(String taskId) {
        return taskId.startsWith(PREFIX);
    }

    /** @throws IllegalArgumentException if a part after the name cannot be read */
    static TaskScript of(String taskId, Instant now) {
        if (!isScripted(taskId) || taskId.indexOf(';') < 0) {
            return EMPTY;
        }
        String[] parts = taskId.split(";", -1);
        TaskScript script = EMPTY;
        for (int i = 1; i < parts.length; i++) {
            script = script.with(parts[i], now);
        }
        return script;
    }

    private TaskScript with(String part, Instant now) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? part : part.substring(0, equals);
        String value = part.substring(equals + 1);
        return switch (key) {
            case "model" -> new TaskScript(value, at, duration, ending);
            case "at" -> new TaskScript(model, Optional.of(instant(value, now)), duration, ending);
            case "for" -> new TaskScript(model, at, Optional.of(DurationText.parse(key, value)), ending);
            case "end" -> new TaskScript(model, at, duration, Optional.of(ending(value)));
            default -> throw new IllegalArgumentException("'" + part + "' is none of model=, at=, for= and end=");
        };
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
