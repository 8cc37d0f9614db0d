package io.mpsbridge.poll;

import java.util.Arrays;

/**
 * How long tasks of one kind take: S(x), the part of them that has not ended at age x, with a constant hazard in each
 * cell of the grid. Immutable. Ages and delays are nanoseconds.
 *
 * <p>Everything is computed from the logarithm of S and from the mean residual life R(x), the integral of S beyond x
 * over S(x): neither underflows, however improbable an age is. Clamping S itself would send nearly every request to
 * tasks of an improbable age.
 */
final class Survival {

    /** So that nothing is divided by 0; one end in 10^21 seconds. */
    private static final double LEAST_HAZARD = 1e-30;
    /** Error of a crossing, as a part of the price. */
    private static final double CLOSE_ENOUGH = 1e-3;

    private static final int NEWTON_STEPS = 24;
    /** Below this, x - (1 - exp(-x)) loses too many digits. */
    private static final double SMALL = 1e-4;

    private final AgeGrid grid;
    private final double[] hazards = new double[AgeGrid.CELLS];
    private final double[] logs = new double[AgeGrid.CELLS];
    private final double[] residuals = new double[AgeGrid.CELLS];

    /** @param hazards ends per nanosecond and task, for each cell */
    Survival(AgeGrid grid, double[] hazards) {
        this.grid = grid;
        int last = AgeGrid.CELLS - 1;
        for (int k = 0; k <= last; k++) {
            this.hazards[k] = Math.max(LEAST_HAZARD, hazards[k]);
        }
        for (int k = 0; k < last; k++) {
            logs[k + 1] = logs[k] - this.hazards[k] * grid.width(k);
        }
        residuals[last] = 1 / this.hazards[last];
        for (int k = last - 1; k >= 0; k--) {
            residuals[k] = residual(k, grid.node(k));
        }
    }

    /** From ln S at the end of each cell but the last, which goes on with the hazard given. */
    static Survival ofLogs(AgeGrid grid, double[] logsAtEnd, double lastHazard) {
        double[] hazards = new double[AgeGrid.CELLS];
        double log = 0;
        for (int k = 0; k + 1 < AgeGrid.CELLS; k++) {
            hazards[k] = (log - logsAtEnd[k]) / grid.width(k);
            log = logsAtEnd[k];
        }
        hazards[AgeGrid.CELLS - 1] = lastHazard;
        return new Survival(grid, hazards);
    }

    /** Tasks that end at any age alike: whoever was not asked about for longest has the largest delay. */
    static Survival memoryless(AgeGrid grid, double mean) {
        double[] hazards = new double[AgeGrid.CELLS];
        Arrays.fill(hazards, 1 / mean);
        return new Survival(grid, hazards);
    }

    /** The hazard is the inverse of the age: as likely to end between 1 and 2 s as between 1 and 2 hours. */
    static Survival scaleFree(AgeGrid grid) {
        double[] hazards = new double[AgeGrid.CELLS];
        for (int k = 0; k < AgeGrid.CELLS; k++) {
            hazards[k] = 1 / grid.node(Math.max(1, k));
        }
        return new Survival(grid, hazards);
    }

    double hazard(int cell) {
        return hazards[cell];
    }

    /** ln S at the beginning of a cell. */
    double logAt(int cell) {
        return logs[cell];
    }

    /** ln S(age). */
    double log(double age) {
        return log(grid.cellOf(age), age);
    }

    /** How old tasks get on average. */
    double mean() {
        return residuals[0];
    }

    /** The age by which this part of the tasks has ended, {@code 0 < part < 1}. */
    double quantile(double part) {
        return quantile(0, part);
    }

    /** The age by which this part of the tasks has ended of those that were unfinished at age {@code from}. */
    double quantile(double from, double part) {
        int cell = grid.cellOf(from);
        double log = log(cell, from) + Math.log1p(-part);
        int above = AgeGrid.CELLS;
        while (above - cell > 1) {
            int middle = (cell + above) >>> 1;
            if (logs[middle] > log) {
                cell = middle;
            } else {
                above = middle;
            }
        }
        return grid.node(cell) + (logs[cell] - log) / hazards[cell];
    }

    /**
     * The delay to be expected of a task at age {@code to} that was known unfinished at age {@code from}: the integral
     * of F(u) - F(from) over u between them, over S(from). It grows with {@code to}, the faster the surer the task has
     * ended.
     */
    double delay(double from, double to) {
        int cell = grid.cellOf(from);
        if (to <= grid.end(cell)) {
            return delayWithin(hazards[cell], to - from);
        }
        int last = grid.cellOf(to);
        return delay(to - from, residual(cell, from), log(last, to) - log(cell, from), residual(last, to));
    }

    /**
     * The age at which {@link #delay} from {@code from} on reaches {@code price}, a thousandth of the price at most
     * beyond.
     */
    double crossing(double from, double price) {
        int first = grid.cellOf(from);
        double log = log(first, from);
        double residual = residual(first, from);
        int below = first;
        int above = AgeGrid.CELLS;
        while (above - below > 1) {
            int middle = (below + above) >>> 1;
            if (delay(grid.node(middle) - from, residual, logs[middle] - log, residuals[middle]) < price) {
                below = middle;
            } else {
                above = middle;
            }
        }
        // The delay is convex, so that Newton's steps from above never overshoot. It is at least to - from - R(from).
        double to = Math.min(grid.end(below), from + price + residual);
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double ratio = log(below, to) - log;
            double excess = below == first
                    ? delayWithin(hazards[first], to - from) - price
                    : delay(to - from, residual, ratio, residual(below, to)) - price;
            if (excess < CLOSE_ENOUGH * price) {
                break;
            }
            to -= excess / -Math.expm1(ratio);
        }
        return to;
    }

    private static double delay(double length, double residualBefore, double logRatio, double residualAfter) {
        return Math.max(0, length - residualBefore + Math.exp(logRatio) * residualAfter);
    }

    /** The delay within one cell; a series where the difference would be lost in rounding. */
    private static double delayWithin(double hazard, double length) {
        double x = hazard * length;
        return x < SMALL ? x * length / 2 * (1 - x / 3) : length + Math.expm1(-x) / hazard;
    }

    private double log(int cell, double age) {
        return logs[cell] - hazards[cell] * (age - grid.node(cell));
    }

    private double residual(int cell, double age) {
        if (cell == AgeGrid.CELLS - 1) {
            return 1 / hazards[cell];
        }
        double gone = -Math.expm1(-hazards[cell] * (grid.end(cell) - age));
        return gone / hazards[cell] + (1 - gone) * residuals[cell + 1];
    }
}
