package io.mpsbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpsbridge.chaos.Trend.Point;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void aLineHasItsOwnSlopeAndNoError() {
        var trend = Trend.ofSecondHalf(points(101, minute -> 7 + 0.5 * minute));

        assertThat(trend.perMinute()).isCloseTo(0.5, within(1e-9));
        assertThat(trend.error()).isCloseTo(0, within(1e-6));
        assertThat(trend.rise()).isCloseTo(25, within(1e-6));
        assertThat(trend.points()).isEqualTo(51);
    }

    @Test
    void whatHappensInTheFirstHalfDoesNotCount() {
        var trend = Trend.ofSecondHalf(points(101, minute -> minute < 50 ? 10 * minute : 500));

        assertThat(trend.rise()).isCloseTo(0, within(1e-6));
    }

    @Test
    void noiseAloneDoesNotRise() {
        var random = new Random(1);
        var trend = Trend.ofSecondHalf(points(201, minute -> 20 + random.nextGaussian()));

        assertThat(trend.perMinute()).isBetween(-3 * trend.error(), 3 * trend.error());
        assertThat(trend.risesBy(1)).isFalse();
    }

    @Test
    void aLeakInNoiseRises() {
        var random = new Random(1);
        var trend = Trend.ofSecondHalf(points(201, minute -> 20 + 0.05 * minute + random.nextGaussian()));

        assertThat(trend.risesBy(1)).isTrue();
    }

    @Test
    void loadThatComesAndGoesIsNoLeakAndHidesNone() {
        var busy = new Random(2);
        DoubleUnaryOperator load = minute -> busy.nextInt(3) == 0 ? 0 : 10 * busy.nextDouble() * minute / 100;

        var flat = Trend.ofSecondHalf(Trend.least(points(201, minute -> 20 + load.applyAsDouble(minute)), 12));
        var leaking = Trend.ofSecondHalf(
                Trend.least(points(201, minute -> 20 + 0.05 * minute + load.applyAsDouble(minute)), 12));

        assertThat(flat.risesBy(1)).isFalse();
        assertThat(flat.points()).isEqualTo(6);
        assertThat(leaking.risesBy(1)).isTrue();
    }

    @Test
    void aFewPointsSayNothing() {
        assertThat(Trend.ofSecondHalf(List.of()).risesBy(0)).isFalse();
        assertThat(Trend.ofSecondHalf(points(2, minute -> minute)).risesBy(0)).isFalse();
    }

    private static List<Point> points(int count, DoubleUnaryOperator value) {
        return IntStream.range(0, count)
                .mapToObj(minute -> new Point(minute, value.applyAsDouble(minute)))
                .toList();
    }
}
