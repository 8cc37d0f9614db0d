package io.mpsbridge.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

final class SurvivalTest {

    private static final double SECOND = 1e9;
    private static final double WEEK = 7 * 86_400 * SECOND;

    private final AgeGrid grid = new AgeGrid((long) SECOND);

    @Property
    void theCellOfAnAgeHoldsIt(@ForAll @DoubleRange(min = 0, max = 1e17) double age) {
        int cell = grid.cellOf(age);
        assertThat(age).isGreaterThanOrEqualTo(grid.node(cell)).isLessThan(grid.end(cell));
    }

    @Example
    void everyNodeBelongsToTheCellThatItBegins() {
        for (int cell = 0; cell < AgeGrid.CELLS; cell++) {
            assertThat(grid.cellOf(grid.node(cell))).isEqualTo(cell);
        }
        assertThat(grid.node(AgeGrid.CELLS - 1)).isGreaterThan(WEEK * 0.98);
    }

    /** For a memoryless task the delay is known: t - (1 - exp(-t/m)) m, whatever the age. */
    @Property
    void theDelayOfAMemorylessTaskFollowsFromTheTimeAlone(
            @ForAll @DoubleRange(min = 0, max = 1e5) double age,
            @ForAll @DoubleRange(min = 0.01, max = 1e4) double time) {
        Survival survival = Survival.memoryless(grid, 100 * SECOND);
        double expected = time - 100 * -Math.expm1(-time / 100);
        assertThat(survival.delay(age * SECOND, (age + time) * SECOND) / SECOND)
                .isCloseTo(expected, within(1e-6 * expected + 1e-9));
    }

    @Property
    void theDelayIsTheIntegralOfWhatHasEnded(@ForAll long seed) {
        Random random = new Random(seed);
        Survival survival = LogNormalFit.fittedTo(Survival.memoryless(grid, 30 * SECOND), grid);
        double from = random.nextDouble() * 60 * SECOND;
        double to = from + random.nextDouble() * 60 * SECOND;
        double sum = 0;
        int steps = 20_000;
        for (int i = 0; i < steps; i++) {
            double age = from + (i + 0.5) * (to - from) / steps;
            sum += -Math.expm1(survival.log(age) - survival.log(from)) * (to - from) / steps;
        }
        assertThat(survival.delay(from, to)).isCloseTo(sum, within(1e-4 * sum + 1));
    }

    /** Hazards of any size, side by side: nothing is lost in rounding, underflows or is no number. */
    @Property
    void theCrossingIsWhereTheDelayReachesThePrice(
            @ForAll long seed,
            @ForAll @DoubleRange(min = -9, max = 6) double logPrice,
            @ForAll @DoubleRange(min = -2, max = 7) double logAge) {
        Random random = new Random(seed);
        double[] hazards = new double[AgeGrid.CELLS];
        double most = 1 + random.nextInt(18);
        for (int k = 0; k < hazards.length; k++) {
            hazards[k] = Math.pow(10, -12 - random.nextDouble() * most) * 1e3;
        }
        hazards[hazards.length - 1] = 1e-15;
        Survival survival = new Survival(grid, hazards);
        double price = Math.pow(10, logPrice) * SECOND;
        double from = Math.pow(10, logAge) * SECOND;
        double to = survival.crossing(from, price);
        assertThat(to).isGreaterThan(from).isFinite();
        // The residual life is up to two weeks here, and summed up cell by cell: what its last digit makes in each.
        double rounding = AgeGrid.CELLS * Math.ulp(to + 2 * WEEK);
        assertThat(survival.delay(from, to)).isCloseTo(price, within(2e-3 * price + rounding));
        assertThat(survival.delay(from, from + 2 * (to - from))).isGreaterThan(price - rounding);
    }

    @Example
    void quartilesAndTheFittedShapeAgree() {
        Survival exponential = Survival.memoryless(grid, 100 * SECOND);
        assertThat(exponential.quantile(0.5) / SECOND).isCloseTo(100 * Math.log(2), within(1e-9));
        Survival fitted = LogNormalFit.fittedTo(exponential, grid);
        for (double part : new double[] {0.25, 0.5, 0.75}) {
            assertThat(fitted.quantile(part) / exponential.quantile(part)).isCloseTo(1, within(0.01));
        }
    }

    @Example
    void theLogisticApproximationIsCloseToTheNormalDistribution() {
        double[][] known = {{-3, 0.99865}, {-1, 0.84134}, {0, 0.5}, {0.6745, 0.25}, {2, 0.02275}, {3, 0.00135}};
        for (double[] each : known) {
            assertThat(Math.exp(LogNormalFit.logUpperTail(each[0]))).isCloseTo(each[1], within(2e-4));
        }
        assertThat(LogNormalFit.logUpperTail(100)).isLessThan(-1_000).isFinite();
    }
}
