package io.mpsbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.ClaimedTime.Source;
import io.mpsbridge.task.Origin;
import io.mpsbridge.testing.CapturedLog;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IgnoredTimesTest {

    private final CapturedLog logged = CapturedLog.of(IgnoredTimes.class);
    private final IgnoredTimes times = new IgnoredTimes();

    @AfterEach
    void stopListening() {
        logged.close();
    }

    @Test
    void eachSourceIsCountedAndLoggedOnce() {
        for (int offset = 0; offset < 1_000; offset++) {
            times.count(Set.of(Source.EVENT_TIME), new Origin(3, 1, offset, 10));
        }
        times.count(Set.of(Source.EVENT_TIME, Source.DEADLINE), new Origin(4, 1, 7, 10));
        times.count(Set.of(), new Origin(4, 1, 8, 10));

        assertThat(times.bySource()).isEqualTo(Map.of(Source.EVENT_TIME, 1_001L, Source.DEADLINE, 1L));
        assertThat(logged.events())
                .extracting(event -> event.getKeyValuePairs().toString())
                .satisfiesExactly(
                        first -> assertThat(first).contains("EVENT_TIME", "\"3\"", "\"0\""),
                        second -> assertThat(second).contains("DEADLINE", "\"4\"", "\"7\""));
    }
}
