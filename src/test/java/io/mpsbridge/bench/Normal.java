package io.mpsbridge.bench;

/** The standard normal distribution. */
final class Normal {

    private Normal() {}

    /** P(Z > z): Marsaglia's series (2004) in the middle, a continued fraction outside; good to 1e-14 of the value. */
    static double upperTail(double z) {
        if (z < 0) {
            return 1 - upperTail(-z);
        }
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        if (z > 5) {
            double fraction = z;
            for (int k = 40; k > 0; k--) {
                fraction = z + k / fraction;
            }
            return density / fraction;
        }
        double sum = z;
        double term = z;
        for (int k = 3; term > 1e-17 * sum; k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return 0.5 - density * sum;
    }
}
