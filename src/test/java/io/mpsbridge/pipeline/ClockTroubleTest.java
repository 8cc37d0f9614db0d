package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.FailureReason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Clocks that are wrong, ours above all. */
class ClockTroubleTest {

    @Test
    void withOurClockDaysAheadNoTaskIsExpiredAndPollingIsHeldUntilItIsSetRight() {
        try (VirtualMps mps = new VirtualMps((id, at) -> at.toSeconds() < 50 ? VirtualMps.RUN : VirtualMps.DONE)) {
            mps.wallOff = Duration.ofDays(8);
            mps.watchMany("a", 10);
            mps.pass(Duration.ofSeconds(40));
            assertThat(mps.outcomes).isEmpty();
            assertThat(mps.status().hold()).extracting(Hold::kind).isEqualTo(Hold.Kind.CLOCK);
            assertThat(mps.status().hold().message()).contains("NTP");
            assertThat(mps.status().clockOffsetMillis()).isBetween(-8L * 86_400_000, -8L * 86_400_000 + 2_000);
            assertThat(mps.calls.size()).isBetween(38, 65);

            mps.wallOff = Duration.ZERO;
            mps.pass(Duration.ofSeconds(20));

            assertThat(mps.status().hold()).isNull();
            assertThat(mps.outcomes).hasSize(10).allMatch(io.mpsbridge.task.TaskOutcome.Completed.class::isInstance);
        }
    }

    @Test
    void aClockThatWasBehindAndIsCorrectedEndsNoTaskBeforeItsTime() {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.RUN)) {
            mps.wallOff = Duration.ofHours(-3);
            for (int i = 0; i < 10; i++) {
                // The age counts from our own clock, which is the earliest of all.
                Instant ours = mps.mpsNow().plus(mps.wallOff);
                mps.watch(VirtualMps.task("a" + i, null, ours, mps.mpsNow()));
            }
            mps.pass(Duration.ofSeconds(30));
            mps.wallOff = Duration.ZERO;

            mps.pass(VirtualMps.TASK_TIMEOUT.minusMinutes(1));
            assertThat(mps.outcomes).isEmpty();
            mps.pass(Duration.ofMinutes(2));

            assertThat(mps.outcomes).hasSize(10);
        }
    }

    @Test
    void stepsOfOurClockEndNoTaskBeforeItsTime() {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.RUN)) {
            mps.watchMany("a", 5);
            for (int minute = 0; minute < 118; minute++) {
                mps.wallOff = Duration.ofHours(minute % 3 == 0 ? 9 : -9);
                mps.pass(Duration.ofMinutes(1));
            }
            assertThat(mps.outcomes).isEmpty();
            mps.wallOff = Duration.ZERO;
            mps.pass(Duration.ofMinutes(5));

            assertThat(mps.outcomes).hasSize(5);
        }
    }

    @Test
    void withoutAnyDateTheSignedTimeThatMpsTookCountsWithItsTolerance() {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.RUN)) {
            mps.dates = false;
            mps.watch("late", Duration.ofSeconds(5));
            Instant old = mps.mpsNow().minus(Duration.ofDays(30));
            mps.watch(VirtualMps.task("old", mps.mpsNow().plusSeconds(9_000), old, old));

            mps.pass(Duration.ofMinutes(5));
            assertThat(mps.outcomes)
                    .singleElement()
                    .extracting(outcome -> outcome.task().taskId())
                    .isEqualTo("old");
            assertThat(mps.failure("old").reason()).isEqualTo(FailureReason.RESULT_EXPIRED);
            mps.pass(Duration.ofMinutes(1));

            assertThat(mps.failure("late").reason()).isEqualTo(FailureReason.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void beforeMpsHasAnsweredWellNoTaskFailsForItsAge() {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.DOWN)) {
            mps.dates = false;
            Instant old = mps.mpsNow().minus(Duration.ofDays(30));
            mps.watch(VirtualMps.task("old", null, old, old));

            mps.pass(Duration.ofMinutes(5));

            assertThat(mps.outcomes).isEmpty();
        }
    }

    @Test
    void theFirstDateExpiresWhatWaitsTooLongAlreadyWithoutAskingAboutIt() {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.RUN)) {
            Instant old = mps.mpsNow().minus(Duration.ofDays(30));
            for (int i = 0; i < 2_500; i++) {
                mps.watch(VirtualMps.task("old" + i, null, old, old));
            }

            mps.pass(Duration.ofSeconds(3));

            assertThat(mps.outcomes).hasSize(2_500);
            assertThat(mps.calls.size()).isLessThan(30);
        }
    }

    @Test
    void aRecordWithoutAPlausibleTimeIsNeverTooOld() {
        try (VirtualMps mps = new VirtualMps((id, at) -> VirtualMps.DONE)) {
            mps.watch(VirtualMps.task("a", null, Instant.parse("2019-01-01T00:00:00Z"), null));

            mps.pass(Duration.ofSeconds(5));

            assertThat(mps.outcomes).singleElement().isInstanceOf(io.mpsbridge.task.TaskOutcome.Completed.class);
        }
    }
}
