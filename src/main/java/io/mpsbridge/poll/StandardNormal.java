package io.mpsbridge.poll;

/** The standard normal distribution. */
final class StandardNormal {

    private StandardNormal() {}

    static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** P(Z &lt; x), within 1.5e-7: Abramowitz and Stegun (1964), 7.1.26. */
    static double cdf(double x) {
        double z = Math.abs(x) / Math.sqrt(2);
        double t = 1 / (1 + 0.3275911 * z);
        double series =
                t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        double half = (1 - series * Math.exp(-z * z)) / 2;
        return x >= 0 ? 0.5 + half : 0.5 - half;
    }
}
