package io.mpsbridge.poll;

/** The shape that durations mostly have. */
final class LogNormalFit {

    /** The upper quartile of the standard normal distribution. */
    private static final double QUARTILE = 0.6745;
    /** The logarithm's standard deviation is not taken to be less. */
    private static final double LEAST_SIGMA = 0.02;
    /** Beyond this, ln(1 + e^x) is x. */
    private static final double LARGE = 30;

    private LogNormalFit() {}

    /**
     * The log-normal distribution with the median and the quartiles of {@code fitted}: two halves, each as wide as its
     * quartile has it. Quartiles, since a few stuck tasks do not move them.
     */
    static Survival fittedTo(Survival fitted, AgeGrid grid) {
        double median = fitted.quantile(0.5);
        double below = sigma(median / fitted.quantile(0.25));
        double above = sigma(fitted.quantile(0.75) / median);
        double[] logs = new double[AgeGrid.CELLS - 1];
        for (int k = 0; k < logs.length; k++) {
            double x = Math.log(grid.end(k) / median);
            logs[k] = logUpperTail(x / (x < 0 ? below : above));
        }
        return Survival.ofLogs(grid, logs, 1 / median);
    }

    private static double sigma(double ratio) {
        return Math.max(LEAST_SIGMA, Math.log(ratio) / QUARTILE);
    }

    /** ln P(Z > z), by the logistic approximation of Bowling et al. (2009): within 0.00014 of the probability. */
    static double logUpperTail(double z) {
        double x = 1.5976 * z + 0.07056 * z * z * z;
        return x > LARGE ? -x : -Math.log1p(Math.exp(x));
    }
}
