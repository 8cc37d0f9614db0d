package io.mpsbridge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class PacerTest {

    private static final long MILLI = 1_000_000;
    /** Close to where a nanosecond clock wraps. */
    private static final long START = Long.sum(Long.MAX_VALUE, -100 * MILLI);

    private final Pacer pacer = new Pacer();

    @Test
    void theFirstRequestLeavesAtOnceAndTheNextAGapLaterOrALittleSooner() {
        pacer.begin(START);
        assertThat(pacer.waitNanos(START)).isZero();
        pacer.left(START, 25 * MILLI);
        assertThat(pacer.waitNanos(START)).isEqualTo(25 * MILLI - Pacer.LATE_NANOS);
        assertThat(pacer.waitNanos(START + 25 * MILLI)).isZero();
    }

    @Test
    void aLateTimerIsMadeUpForAndALongPauseIsNot() {
        pacer.begin(START);
        pacer.left(START, 25 * MILLI);
        pacer.left(START + 24 * MILLI, 25 * MILLI);
        assertThat(pacer.waitNanos(START + 24 * MILLI)).isEqualTo(26 * MILLI - Pacer.LATE_NANOS);

        long later = START + 1_000 * MILLI;
        pacer.left(later, 25 * MILLI);
        assertThat(pacer.waitNanos(later)).isEqualTo(25 * MILLI - Pacer.LATE_NANOS);
    }

    @Property(tries = 200)
    void noIntervalSeesMoreThanItsLengthAllows(
            @ForAll @LongRange(min = 100_000, max = 60_000_000) long gap,
            @ForAll @LongRange(min = 0, max = 30_000_000) long latest,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Long> left = new ArrayList<>();
        long now = START;
        pacer.begin(now);
        for (int i = 0; i < 200; i++) {
            now += pacer.waitNanos(now) + random.nextLong(latest + 1);
            pacer.left(now, gap);
            left.add(now);
        }
        for (int from = 0; from < left.size(); from++) {
            for (int to = from; to < left.size(); to++) {
                long length = left.get(to) - left.get(from);
                assertThat(to - from).isLessThanOrEqualTo((int) ((length + Pacer.LATE_NANOS) / gap));
            }
        }
    }
}
