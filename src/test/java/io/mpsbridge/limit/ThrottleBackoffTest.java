package io.mpsbridge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ThrottleBackoffTest {

    private static final long WINDOW = 1_000_000_000;
    private static final long START = Long.sum(Long.MAX_VALUE, -3 * WINDOW);

    private final ThrottleBackoff guard = new ThrottleBackoff(Duration.ofNanos(WINDOW));

    @Test
    void nothingIsAddedWhileNothingIsThrottled() {
        assertThat(guard.extraNanos(START)).isZero();
    }

    @Test
    void theFirstThrottleAddsAQuarterAndFurtherOnesDoubleIt() {
        guard.throttled(START, START);
        assertThat(guard.extraNanos(START)).isEqualTo(WINDOW / 4);
        guard.throttled(START, START + 1);
        assertThat(guard.extraNanos(START + 1)).isEqualTo(WINDOW / 2);
    }

    @Test
    void requestsThatWereUnderWayWhenItWasRaisedDoNotRaiseItAgain() {
        guard.throttled(START, START + 10);
        for (int i = 0; i < 19; i++) {
            guard.throttled(START + i / 2, START + 10 + i);
        }
        assertThat(guard.extraNanos(START + 30)).isEqualTo(WINDOW / 4);
    }

    @Test
    void itNeverGoesBeyondNineWindows() {
        for (int i = 0; i < 20; i++) {
            guard.throttled(START + i, START + i);
        }
        assertThat(guard.extraNanos(START + 20)).isEqualTo(9 * WINDOW);
    }

    @Test
    void everyQuietWindowTakesATenthOffUntilNothingIsLeft() {
        guard.throttled(START, START);
        assertThat(guard.extraNanos(START + WINDOW - 1)).isEqualTo(WINDOW / 4);
        assertThat(guard.extraNanos(START + WINDOW)).isEqualTo(WINDOW / 4 - WINDOW / 40);
        assertThat(guard.extraNanos(START + 20 * WINDOW)).isPositive();
        assertThat(guard.extraNanos(START + 40 * WINDOW)).isZero();
    }

    @Test
    void evenAtItsLargestItIsGoneAfterAMinuteOrSo() {
        for (int i = 0; i < 20; i++) {
            guard.throttled(START + i, START + i);
        }
        assertThat(guard.extraNanos(START + 22 * WINDOW)).isLessThan(WINDOW);
        assertThat(guard.extraNanos(START + 70 * WINDOW)).isZero();
    }
}
