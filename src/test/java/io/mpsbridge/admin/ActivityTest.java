package io.mpsbridge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.FailureReason;
import io.mpsbridge.task.QuotaScope;
import io.mpsbridge.task.TaskOutcome;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.testing.Results;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActivityTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private long nanos = Duration.ofHours(-1).toNanos();
    private final Activity activity = new Activity(outcome -> NOW.plusSeconds(43_200), () -> nanos);

    @Test
    void callsAreCountedInTheSecondInWhichTheyWereAnswered() {
        poll(3);
        pass(Duration.ofSeconds(1));
        poll(2);
        pass(Duration.ofSeconds(2));

        assertThat(activity.since(-1, 0).seconds())
                .extracting(Activity.Second::calls)
                .containsExactly(3, 2, 0);
    }

    @Test
    void theSecondThatIsNotOverIsNotShown() {
        poll(3);

        assertThat(activity.since(-1, 0).seconds()).isEmpty();
    }

    @Test
    void whatWasSeenIsNotToldAgain() {
        poll(3);
        activity.finished(failed("a", FailureReason.GENERATION_FAILED, null));
        pass(Duration.ofSeconds(5));
        activity.finished(failed("b", FailureReason.GENERATION_FAILED, null));

        Activity.Recent recent = activity.since(2, 1);

        assertThat(recent.seconds()).extracting(Activity.Second::number).containsExactly(3L, 4L);
        assertThat(recent.outcomes()).extracting(Activity.Outcome::taskId).containsExactly("b");
    }

    @Test
    void onlyTheLastFiveMinutesAndTheNewestOutcomesAreKept() {
        for (int i = 0; i < 1_000; i++) {
            poll(1);
            activity.finished(failed("t" + i, FailureReason.GENERATION_FAILED, null));
            pass(Duration.ofSeconds(1));
        }

        Activity.Recent recent = activity.since(-1, 0);

        assertThat(recent.seconds()).hasSize(Activity.SECONDS - 1).allMatch(second -> second.calls() == 1);
        assertThat(recent.outcomes())
                .hasSize(50)
                .last()
                .extracting(Activity.Outcome::taskId)
                .isEqualTo("t999");
    }

    @Test
    void aLongSilenceLeavesNothingBehind() {
        poll(7);
        pass(Duration.ofDays(3));

        assertThat(activity.since(-1, 0).seconds())
                .hasSize(Activity.SECONDS - 1)
                .allMatch(second -> second.calls() == 0 && second.delay() == null);
    }

    @Test
    void aDelayIsTheMeanOfItsSecond() {
        activity.finished(completed(NOW.minusSeconds(2)));
        activity.finished(completed(NOW.minusSeconds(4)));
        pass(Duration.ofSeconds(1));

        assertThat(activity.since(-1, 0).seconds())
                .extracting(Activity.Second::delay)
                .containsExactly(3.0);
    }

    @Test
    void reasonsToFailAreCountedAndTheirNumberIsBounded() {
        for (int i = 0; i < 1_000; i++) {
            activity.finished(failed("t", FailureReason.TASK_NOT_FOUND, "Code" + i));
        }

        assertThat(activity.since(-1, 0).failures())
                .hasSize(51)
                .containsEntry("TASK_NOT_FOUND Code0", 1L)
                .containsEntry("other", 950L);
    }

    @Test
    void noTimeIsTooFarAwayToBeShown() {
        activity.finished(completed(Instant.MIN));
        activity.finished(completed(Instant.MAX));
        pass(Duration.ofSeconds(1));

        assertThat(activity.since(-1, 0).outcomes())
                .extracting(Activity.Outcome::delaySeconds)
                .allMatch(Double::isFinite)
                .endsWith(0.0);
    }

    private void poll(int times) {
        for (int i = 0; i < times; i++) {
            activity.polled(QuotaScope.DEFAULT, new Verdict.Unfinished("RUN", "r"), Duration.ofMillis(5));
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static TaskOutcome completed(Instant alive) {
        return new TaskOutcome.Completed(
                TaskFixtures.created("a"), Results.images("https://example.com/1"), "r", alive, NOW, 3);
    }

    private static TaskOutcome failed(String id, FailureReason reason, @Nullable String code) {
        return new TaskOutcome.Failed(TaskFixtures.created(id), reason, "m", code, "r", NOW, NOW, 3);
    }
}
