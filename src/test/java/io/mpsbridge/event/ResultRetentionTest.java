package io.mpsbridge.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.testing.Results;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultRetentionTest {
    private static final Instant DETECTED = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest(name = "unfinished {0}, submitted {1}, recorded {2}: until {3}")
    @CsvSource({
        // The last poll that found it unfinished decides, wherever the rest stands.
        "10:00:00, , 09:00:00, 22:00:00",
        "10:00:00, 08:00:00, 09:00:00, 22:00:00",
        "10:00:00, 11:00:00, 09:00:00, 22:00:00",
        // Else what upstream says, if the record does not contradict it.
        ", 08:00:00, 09:00:00, 20:00:00",
        ", 09:00:00, 09:00:00, 21:00:00",
        ", 09:00:00.123, 09:00:00.123, 21:00:00.123",
        ", 09:00:00.123999999, 09:00:00.123, 21:00:00.123999999",
        ", 09:00:00.124, 09:00:00.123, ",
        ", 09:00:01, 09:00:00, ",
        // Else nothing: no submission, or no timestamp to check it against.
        ", , 09:00:00, ",
        ", 08:00:00, , ",
    })
    void thePromiseHolds(String unfinished, String submitted, String recorded, String until) {
        EventContext lineage = new EventContext("s", "i", 0, 0, null, null, null, null, null);
        TaskCreated task = new TaskCreated(
                "t", QuotaScope.DEFAULT, null, at(submitted), null, null, DETECTED, at(recorded), lineage);

        assertThat(ResultRetention.availableUntil(
                        new TaskOutcome.Completed(task, Results.images("u"), null, at(unfinished), DETECTED, 1)))
                .isEqualTo(at(until));
    }

    @ParameterizedTest(name = "unfinished {0}: {1} left")
    @CsvSource({"12:00:00, PT12H", "00:30:00, PT30M", "00:00:00, PT0S", "2026-11-22T23:00:00Z, PT-1H", ", "})
    void whatIsLeftCountsFromTheMomentAtWhichTheEndWasNoticed(String unfinished, Duration left) {
        EventContext lineage = new EventContext("s", "i", 0, 0, null, null, null, null, null);
        TaskCreated task =
                new TaskCreated("t", QuotaScope.DEFAULT, null, null, null, null, DETECTED, DETECTED, lineage);

        assertThat(ResultRetention.left(
                        new TaskOutcome.Completed(task, Results.images("u"), null, at(unfinished), DETECTED, 1)))
                .isEqualTo(left);
    }

    private static Instant at(String time) {
        if (time == null) {
            return null;
        }
        return Instant.parse(time.contains("T") ? time : "2026-11-23T" + time + "Z");
    }
}
