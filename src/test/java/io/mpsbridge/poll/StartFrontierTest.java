package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

final class StartFrontierTest {

    private static final double NOISE = 2;
    private static final double OUTLIERS = 0.03;

    /** Against Bayes' rule, integrated over the prior step by step. */
    @Property(tries = 200)
    void anAnswerMovesMeanAndVarianceAsBayesRuleDoes(
            @ForAll boolean started,
            @ForAll @DoubleRange(min = 0, max = 12) double deviation,
            @ForAll @DoubleRange(min = -1.5, max = 1.5) double deviationsAway) {
        StartFrontier frontier = new StartFrontier(NOISE);
        frontier.reset(100, deviation);
        double sigma = frontier.deviation();
        double place = 100 + deviationsAway * frontier.spread();
        double whole = 0;
        double mean = 0;
        double square = 0;
        double step = sigma / 200;
        for (double x = 100 - 8 * sigma; x <= 100 + 8 * sigma; x += step) {
            double behind = StandardNormal.cdf((x - place) / NOISE);
            double likelihood = OUTLIERS + (1 - 2 * OUTLIERS) * (started ? behind : 1 - behind);
            double mass = StandardNormal.density((x - 100) / sigma) / sigma * step * likelihood;
            whole += mass;
            mean += mass * x;
            square += mass * x * x;
        }
        mean /= whole;
        double probability = frontier.observe(started, place);
        assertThat(probability).isCloseTo(whole, within(1e-4));
        assertThat(frontier.position()).isCloseTo(mean, within(1e-3 * sigma));
        assertThat(frontier.deviation()).isCloseTo(Math.sqrt(square / whole - mean * mean), within(1e-3 * sigma));
    }

    @Example
    void itLearnsHowFastTasksStart() {
        StartFrontier frontier = new StartFrontier(1);
        double truth = 0;
        for (int i = 0; i < 1_000; i++) {
            truth += 0.5;
            frontier.advance(0.1);
            double place = Math.round(frontier.position()) + 0.5;
            frontier.observe(place < truth, place);
        }
        assertThat(frontier.rate()).isCloseTo(5, within(1.0));
        assertThat(frontier.position()).isCloseTo(truth, within(10.0));
    }

    /** Where a batch of a thousand has filled the slots at once, or a service has put all back. */
    @Example
    void itFindsAFrontierThatJumped() {
        StartFrontier frontier = new StartFrontier(1);
        for (double truth : new double[] {900, 30}) {
            int answers = 0;
            while (Math.abs(frontier.position() - truth) > 10) {
                double place = Math.round(frontier.position()) + 0.5;
                frontier.observe(place < truth, place);
                frontier.limit(1_000);
                assertThat(++answers).isLessThan(200);
            }
        }
    }

    /** For as long as it may live: every kind of step, at random. */
    @Property(tries = 20)
    void noAnswersMakeItUnusable(@ForAll long seed) {
        Random random = new Random(seed);
        StartFrontier frontier = new StartFrontier(8);
        for (int i = 0; i < 20_000; i++) {
            boolean oneSided = i / 1_000 % 2 == 0;
            switch (random.nextInt(6)) {
                case 0 -> frontier.reset(random.nextInt(1_000), random.nextDouble() * 100);
                case 1 -> frontier.shift(random.nextInt(3) - 1);
                case 2 -> frontier.advance(random.nextDouble() * 60);
                default -> frontier.observe(oneSided || random.nextBoolean(), random.nextDouble() * 1e6);
            }
            frontier.limit(1e6);
            assertThat(frontier.position()).isBetween(0.0, 1e6);
            assertThat(frontier.rate()).isNotNegative().isFinite();
            assertThat(frontier.deviation()).isPositive().isFinite();
        }
    }
}
