package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpsbridge.poll.PollSettings.Policy;
import java.time.Duration;
import java.util.Random;
import java.util.function.DoubleSupplier;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

final class DurationEstimatesTest {

    private static final double SECOND = 1e9;

    private final DurationEstimates durations = new DurationEstimates(
            new PollSettings(Policy.ADAPTIVE, Duration.ofSeconds(1), Duration.ofSeconds(60), 1.6));

    /** Only seen between polls some seconds apart, whatever the distribution: the estimate comes close to the truth. */
    @Property(tries = 40)
    void theEstimateConvergesToTheTruthOnCensoredSamples(
            @ForAll long seed,
            @ForAll @DoubleRange(min = 5, max = 300) double median,
            @ForAll @DoubleRange(min = 0.15, max = 1) double sigma) {
        Random random = new Random(seed);
        watch("a", 5_000, 0.2 * median, random, () -> median * Math.exp(sigma * random.nextGaussian()));
        for (double part : new double[] {0.1, 0.25, 0.5, 0.75, 0.9}) {
            double truth = median * Math.exp(sigma * quantile(part));
            assertThat(Math.exp(durations.of("a").log(truth * SECOND)))
                    .as("not ended at the true quantile %s", part)
                    .isCloseTo(1 - part, within(0.08));
        }
    }

    /** Tasks that have not ended yet count: the first ends are those of the fastest and would mislead by themselves. */
    @Example
    void tasksThatHaveNotEndedCountToo() {
        Random random = new Random(1);
        double horizon = 20 * SECOND;
        for (int i = 0; i < 2_000; i++) {
            double end = 30 * SECOND * Math.exp(0.5 * random.nextGaussian());
            if (end < horizon) {
                durations.unfinished("a", 0, Math.max(0, end - SECOND));
                durations.ended("a", Math.max(0, end - SECOND), end + SECOND);
            } else {
                durations.unfinished("a", 0, horizon);
            }
        }
        // P(Z < ln(20/30) / 0.5) = 0.209.
        assertThat(Math.exp(durations.of("a").log(horizon))).isCloseTo(0.791, within(0.03));
    }

    @Example
    void whatIsLongAgoFades() {
        Random random = new Random(2);
        watch("a", 3_000, 2, random, () -> 20 + 10 * random.nextDouble());
        watch("a", 3_000, 10, random, () -> 200 + 100 * random.nextDouble());
        assertThat(Math.exp(durations.of("a").log(150 * SECOND))).isGreaterThan(0.85);
    }

    @Example
    void classesThatTakeUnlikeLongAreToldApartAndARareOneIsLikeAllTogether() {
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            watch("fast", 50, 1, random, () -> 8 + 4 * random.nextDouble());
            watch("slow", 50, 10, random, () -> 200 + 100 * random.nextDouble());
        }
        assertThat(durations.of("fast").quantile(0.5) / SECOND).isBetween(8.0, 12.0);
        assertThat(durations.of("slow").quantile(0.5) / SECOND).isBetween(200.0, 300.0);
        assertThat(durations.of("never seen")).isSameAs(durations.of(null));
    }

    @Example
    void anUnboundedNumberOfClassesIsHeldInBoundsAndTheCommonOneKeepsItsPlace() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            watch("unique-" + i, 1, 10, random, () -> 200 + 100 * random.nextDouble());
            if (i % 10 == 0) {
                watch("common", 1, 1, random, () -> 8 + 4 * random.nextDouble());
            }
            assertThat(durations.classes()).isLessThanOrEqualTo(DurationEstimates.MOST_CLASSES);
        }
        assertThat(durations.of("common").quantile(0.5) / SECOND).isBetween(8.0, 12.0);
    }

    @Example
    void nothingIsConcludedFromAFewTasks() {
        Survival before = durations.of("a");
        for (int i = 1; i < DurationEstimates.COLD; i++) {
            durations.ended("a", SECOND, 2 * SECOND);
            assertThat(durations.of("a")).isSameAs(before);
        }
        durations.ended("a", SECOND, 2 * SECOND);
        durations.ended("a", SECOND, 2 * SECOND);
        assertThat(durations.of("a")).isNotSameAs(before);
    }

    /** Whatever is fed, and however absurd, the estimate stays a distribution. */
    @Property(tries = 200)
    void theEstimateIsAlwaysADistribution(@ForAll long seed) {
        Random random = new Random(seed);
        int scale = random.nextInt(12);
        for (int i = 0; i < 300; i++) {
            double from = random.nextInt(3) == 0 ? 0 : Math.pow(10, random.nextDouble() * scale) * SECOND / 100;
            double to = from + (random.nextInt(5) == 0 ? 0 : Math.pow(10, random.nextDouble() * scale) * SECOND / 100);
            if (random.nextBoolean()) {
                durations.unfinished("a", from, to);
            } else {
                durations.ended("a", from, to);
            }
        }
        Survival survival = durations.of("a");
        double before = 0;
        for (double age = SECOND / 100; age < 1e18; age *= 1.7) {
            double log = survival.log(age);
            assertThat(log).isFinite().isLessThanOrEqualTo(before);
            before = log;
            double crossing = survival.crossing(age, SECOND);
            assertThat(crossing).isFinite().isGreaterThan(age);
            assertThat(survival.delay(age, crossing)).isFinite().isNotNegative();
        }
    }

    /** Polls tasks every so many seconds, give or take, until they have ended; {@code lifetime} in seconds. */
    private void watch(String taskClass, int tasks, double gap, Random random, DoubleSupplier lifetime) {
        for (int i = 0; i < tasks; i++) {
            double end = lifetime.getAsDouble();
            double known = 0;
            double asked = gap * (0.5 + random.nextDouble());
            while (asked < end) {
                durations.unfinished(taskClass, known * SECOND, asked * SECOND);
                known = asked;
                asked += gap * (0.5 + random.nextDouble());
            }
            durations.ended(taskClass, known * SECOND, asked * SECOND);
        }
    }

    private static double quantile(double part) {
        return part == 0.5 ? 0 : part < 0.5 ? -quantile(1 - part) : part == 0.75 ? 0.6745 : 1.2816;
    }
}
