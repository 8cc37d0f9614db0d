package io.mpsbridge.poll;

/**
 * A belief of how far a queue has come: how many of its tasks, in order, have started, and how many start per second.
 * It is a normal distribution over both. Between answers it moves as a Kalman filter of constant speed. An answer says
 * only on which side of the frontier its task stands; the belief becomes the normal distribution with the mean and
 * variance that follow from it by Bayes' rule (assumed density filtering: Minka, 2001; for answers of this kind
 * Herbrich, Minka and Graepel, TrueSkill, 2006). Positions are in tasks, times in seconds.
 */
final class StartFrontier {

    /** Part of the answers that order does not explain. */
    private static final double OUTLIERS = 0.03;
    /** How fast the speed may change: variance per second, as a part of its square. */
    private static final double VOLATILITY = 0.02;
    /** Starts per second that are possible where none were seen. */
    private static final double LEAST_RATE = 0.1;
    /** One answer does not narrow the belief by more. */
    private static final double LEAST_PART = 0.05;

    private static final double MOST_CORRELATION = 0.99;
    /**
     * Bounds within which sums and squares stay finite, whatever the answers are: a million tasks, and as many starts
     * per second.
     */
    private static final double MOST_VARIANCE = 1e12;

    private static final double LEAST_VARIANCE = 1e-6;
    private static final double MOST_RATE = 1e6;
    /** Answers should fall on both sides of the frontier alike. How much the balance remembers after each. */
    private static final double BALANCE_MEMORY = 0.8;
    /** Beyond this balance they do not: the variance grows by so much, faster than each answer narrows it. */
    private static final double MOST_ONE_SIDED = 1.6;

    private static final double STRIDE = 4;
    /** An answer less probable than this is an outlier, or the frontier has jumped. */
    private static final double SURPRISE = 0.05;

    private static final double SURPRISES_MEMORY = 0.7;
    /**
     * Beyond that many, it has jumped: the variance grows by this part of the squared distance to the task asked about.
     */
    private static final double MOST_SURPRISES = 2.5;

    private static final double WIDENING = 0.05;

    /** By how many places tasks start out of order, as a standard deviation. */
    private final double noise;

    private double position;
    private double rate;
    private double positionVariance = 1;
    private double covariance;
    private double rateVariance = 1;
    /** The fading sum of what each answer was off by, outliers left out; positive for tasks that had started. */
    private double balance;

    private double surprises;

    StartFrontier(double noise) {
        this.noise = noise;
    }

    double position() {
        return position;
    }

    /** Tasks that start per second. */
    double rate() {
        return rate;
    }

    double deviation() {
        return Math.sqrt(positionVariance);
    }

    /** The standard deviation of where a task must stand that starts now. */
    double spread() {
        return Math.sqrt(positionVariance + noise * noise);
    }

    /** The same belief, where tasks before the frontier came or went. */
    void shift(double tasks) {
        position += tasks;
    }

    /** The frontier is known to be at {@code tasks}, give or take {@code deviation}. */
    void reset(double tasks, double deviation) {
        position = tasks;
        positionVariance = 1 + deviation * deviation;
        covariance = 0;
        bound();
    }

    void limit(double most) {
        position = Math.max(0, Math.min(most, position));
    }

    void advance(double seconds) {
        position += rate * seconds;
        positionVariance +=
                2 * covariance * seconds + rateVariance * seconds * seconds + Math.max(LEAST_RATE, rate) * seconds;
        covariance += rateVariance * seconds;
        rateVariance += VOLATILITY * Math.max(LEAST_RATE, rate * rate) * seconds;
        bound();
    }

    /**
     * Learns from an answer.
     *
     * @param started whether the task has started
     * @param place how many tasks stand before it, and a half
     * @return how probable that answer was
     */
    double observe(boolean started, double place) {
        double sign = started ? 1 : -1;
        widen(sign, place);
        double spread = spread();
        double margin = sign * (position - place) / spread;
        double probability = OUTLIERS + (1 - 2 * OUTLIERS) * StandardNormal.cdf(margin);
        // The first derivative of the probability's logarithm by the margin, and minus the second.
        double slope = (1 - 2 * OUTLIERS) * StandardNormal.density(margin) / probability;
        double curvature = slope * (slope + margin);
        double gain = positionVariance / spread;
        double rateGain = covariance / spread;
        position += sign * gain * slope;
        rate += sign * rateGain * slope;
        positionVariance = Math.max(LEAST_PART * positionVariance, positionVariance - gain * gain * curvature);
        covariance -= gain * rateGain * curvature;
        rateVariance = Math.max(LEAST_PART * rateVariance, rateVariance - rateGain * rateGain * curvature);
        bound();
        return probability;
    }

    private void bound() {
        rate = Math.max(0, Math.min(MOST_RATE, rate));
        positionVariance = Math.max(LEAST_VARIANCE, Math.min(MOST_VARIANCE, positionVariance));
        rateVariance = Math.max(LEAST_VARIANCE, Math.min(MOST_VARIANCE, rateVariance));
        double most = MOST_CORRELATION * Math.sqrt(positionVariance * rateVariance);
        covariance = Math.max(-most, Math.min(most, covariance));
    }

    private void widen(double sign, double place) {
        double distance = position - place;
        double expected = StandardNormal.cdf(sign * distance / spread());
        double outlier = OUTLIERS / (OUTLIERS + (1 - 2 * OUTLIERS) * expected);
        balance = BALANCE_MEMORY * balance + sign * (1 - expected) * (1 - outlier);
        surprises = SURPRISES_MEMORY * surprises + (expected < SURPRISE ? 1 : 0);
        if (surprises > MOST_SURPRISES) {
            positionVariance += WIDENING * distance * distance;
        } else if (Math.abs(balance) > MOST_ONE_SIDED) {
            positionVariance *= STRIDE;
        }
    }
}
