package io.mpsbridge.poll;

/**
 * Which part of hints are given because their task has ended. The others are given at any time, and then the task has
 * ended as probably as without them: a hint that proved right is one of the first kind with the probability that
 * follows by Bayes' rule.
 */
final class HintTrust {

    /** How many hints back the estimate reaches. */
    private static final double MEMORY = 64;
    /** Lengthens the odds: estimates of how long tasks take are off, and must not be taken for hints that are right. */
    private static final double DOUBT = 1.25;

    private double part = 0.5;

    /**
     * A hinted task had ended.
     *
     * @param anyway how probable that was without the hint
     * @return how probably the hint was given for that reason
     */
    double right(double anyway) {
        double caused = part / (part + (1 - part) * Math.min(1, DOUBT * anyway));
        part += (caused - part) / MEMORY;
        return caused;
    }

    /** A hinted task had not ended. */
    void wrong() {
        part -= part / MEMORY;
    }
}
