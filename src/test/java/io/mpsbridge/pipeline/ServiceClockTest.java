package io.mpsbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ServiceClockTest {

    private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");
    private static final long SECOND = 1_000_000_000L;

    private Instant wall = START;
    private long nanos = Long.MAX_VALUE - 5 * SECOND;
    private ServiceClock clock = new ServiceClock(() -> wall, () -> nanos);

    @Example
    void beforeTheFirstDateOurClockCountsAndIsNotConfirmed() {
        assertThat(clock.at(nanos)).isEqualTo(START);
        assertThat(clock.at(nanos - SECOND)).isEqualTo(START.minusSeconds(1));
        assertThat(clock.isConfirmed()).isFalse();
        assertThat(clock.offset()).isNull();
    }

    @Example
    void whereOurClockAgreesItIsTheFinerOne() {
        wall = START.plusMillis(700);
        clock.answered(START, nanos - SECOND / 100, nanos);

        assertThat(clock.at(nanos)).isEqualTo(wall);
        assertThat(clock.offset()).isZero();
        assertThat(clock.isConfirmed()).isTrue();
    }

    @Example
    void oneDateThatIsFarOffIsNotBelievedTwoThatAgreeAre() {
        clock.answered(START.plusSeconds(8 * 86_400), nanos, nanos);
        assertThat(clock.isConfirmed()).isFalse();
        assertThat(clock.isOff()).isFalse();

        pass(SECOND);
        clock.answered(START.plusSeconds(8 * 86_400 + 1), nanos, nanos);

        assertThat(clock.isOff()).isTrue();
        assertThat(clock.offset()).isCloseTo(Duration.ofDays(8), Duration.ofSeconds(2));
        assertThat(clock.at(nanos)).isBetween(START.plusSeconds(8 * 86_400), START.plusSeconds(8 * 86_400 + 3));
    }

    @Example
    void onceOurClockIsSetRightItAgreesAgainAtOnce() {
        wall = START.minusSeconds(3 * 3_600);
        clock.answered(START, nanos, nanos);
        clock.answered(START, nanos, nanos);
        assertThat(clock.isOff()).isTrue();

        wall = START;
        clock.answered(START, nanos, nanos);

        assertThat(clock.isOff()).isFalse();
        assertThat(clock.offset()).isZero();
    }

    @Example
    void aMachineThatWasSuspendedTakesUpTheTimeThatItMissed() {
        clock.answered(START, nanos, nanos);
        wall = wall.plusSeconds(7_200);

        clock.answered(START.plusSeconds(7_200), nanos, nanos);

        assertThat(clock.at(nanos)).isEqualTo(START.plusSeconds(7_200));
        assertThat(clock.isOff()).isFalse();
    }

    /** Our wall clock steps as it likes between answers; the time of MPS stays right throughout. */
    @Property(tries = 300)
    void stepsOfOurClockMoveNoConfirmedTime(
            @ForAll @IntRange(min = 1, max = 40) int answers,
            @ForAll @LongRange(min = -100_000, max = 100_000) long stepSeconds,
            @ForAll @IntRange(max = 3_000) int roundTripMillis) {
        begin();
        Instant real = START;
        clock.answered(real.truncatedTo(ChronoUnit.SECONDS), nanos, nanos);
        for (int i = 0; i < answers; i++) {
            wall = real.plusSeconds(i % 2 == 0 ? stepSeconds : 0);
            assertThat(Duration.between(clock.at(nanos), real).abs())
                    .isLessThanOrEqualTo(Duration.ofSeconds(1).plusMillis(roundTripMillis));
            long sent = nanos;
            pass(roundTripMillis * 1_000_000L);
            real = real.plusMillis(roundTripMillis);
            clock.answered(real.truncatedTo(ChronoUnit.SECONDS), sent, nanos);
            pass(SECOND);
            real = real.plusSeconds(1);
        }
    }

    @Property
    void noTimeHoweverFarAwayOverflows(
            @ForAll @LongRange(min = -31_557_014_167_219_200L, max = 31_556_889_864_403_199L) long ours,
            @ForAll @LongRange(min = -31_557_014_167_219_200L, max = 31_556_889_864_403_199L) long theirs,
            @ForAll long then) {
        begin();
        wall = Instant.ofEpochSecond(ours);
        for (int i = 0; i < 3; i++) {
            clock.answered(Instant.ofEpochSecond(theirs), nanos, nanos);
        }

        assertThat(clock.at(then)).isNotNull();
        assertThat(clock.isConfirmed()).isTrue();
    }

    /** A property's tries share one instance. */
    private void begin() {
        wall = START;
        clock = new ServiceClock(() -> wall, () -> nanos);
    }

    private void pass(long elapsed) {
        nanos += elapsed;
        wall = wall.plusNanos(elapsed);
    }
}
