package io.mpsbridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.pipeline.PollRecorder;
import io.mpsbridge.task.Accepted;
import io.mpsbridge.task.EventContext;
import io.mpsbridge.task.Origin;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskCreated;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.testing.Results;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObserversTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final TaskCreated TASK = new TaskCreated(
            "a",
            QuotaScope.DEFAULT,
            null,
            null,
            null,
            null,
            NOW,
            NOW,
            new EventContext("t", null, 0, 0, null, null, null, null, null));
    private static final TaskOutcome OUTCOME =
            new TaskOutcome.Completed(TASK, Results.images("https://images.example/1.png"), "r", NOW, NOW, 3);
    private static final Verdict RUN = new Verdict.Unfinished("RUN", "r");

    private final List<String> seen = new ArrayList<>();

    @Test
    void whatAMetricThrowsCostsNeitherTheAnswerNorTheOtherMetrics() {
        Observers observers =
                new Observers(List.of(new Broken(), new Working()), event -> seen.add("accepted"), outcome -> outcome);

        observers.polled(QuotaScope.DEFAULT, RUN, Duration.ofMillis(5));
        observers.finished(OUTCOME);

        assertThat(seen).containsExactly("polled", "finished");
    }

    @Test
    void whatASpanThrowsLeavesTheAnswerAsItIs() {
        Observers observers = new Observers(
                List.of(new Working()),
                event -> {
                    throw new IllegalStateException("no span");
                },
                outcome -> {
                    throw new IllegalStateException("no span");
                });

        observers.accepted(List.of(new Accepted(new Origin(0, 1, 2, 3), TASK)));

        assertThat(observers.answered(OUTCOME)).isSameAs(OUTCOME);
    }

    private final class Working implements PollRecorder {
        @Override
        public void polled(QuotaScope scope, Verdict verdict, Duration took) {
            seen.add("polled");
        }

        @Override
        public void finished(TaskOutcome outcome) {
            seen.add("finished");
        }
    }

    private static final class Broken implements PollRecorder {
        @Override
        public void polled(QuotaScope scope, Verdict verdict, Duration took) {
            throw new ArithmeticException("long overflow");
        }

        @Override
        public void finished(TaskOutcome outcome) {
            throw new ArithmeticException("long overflow");
        }
    }
}
