package io.mpsbridge.poll;

/**
 * How many tasks start before their turn, learned from answers about tasks far beyond the frontier: at once, as tasks
 * with priority do, or at any time while they wait.
 */
final class Overtaking {

    private static final double FADING = 0.99;
    /** A task that was never asked about says when it started only roughly: within this time, at once. */
    private static final double AT_ONCE_SECONDS = 60;

    /** What is known before the first answer, and never forgotten, or rare overtaking would never be noticed again. */
    private static final double PRIOR_TASKS = 40;

    private static final double PRIOR_AT_ONCE = 0.04;
    private static final double PRIOR_SECONDS = 2_000;
    private static final double PRIOR_LATER = 0.005;

    private double fresh;
    private double freshStarted;
    private double waitedSeconds;
    private double waitedStarted;

    /**
     * An answer about a task far beyond the frontier.
     *
     * @param isFirst whether it is the first about that task
     * @param seconds since it was created, or last found waiting
     */
    void observe(boolean started, boolean isFirst, double seconds) {
        double one = started ? 1 : 0;
        if (isFirst) {
            fresh = FADING * fresh + 1;
            freshStarted = FADING * freshStarted + one;
        }
        if (!isFirst || seconds >= AT_ONCE_SECONDS) {
            waitedSeconds = FADING * waitedSeconds + seconds;
            waitedStarted = FADING * waitedStarted + one;
        }
    }

    /** The part of the tasks that starts as soon as it is created. */
    double atOnce() {
        return (PRIOR_AT_ONCE + freshStarted) / (PRIOR_TASKS + fresh);
    }

    /** The rate, per second, at which a waiting task starts out of turn. */
    double perSecond() {
        return (PRIOR_LATER + waitedStarted) / (PRIOR_SECONDS + waitedSeconds);
    }
}
