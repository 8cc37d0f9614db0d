package io.mpsbridge.poll;

/**
 * Whether order tells which tasks have started, and how exactly: hypotheses side by side, each weighed by how probable
 * it made recent answers (Bayes' rule, with older answers counting less). Three say that tasks start in order but for a
 * few places, some, or many; the last that order says nothing.
 */
final class OrderEvidence {

    /** What an answer counts after the next one. */
    private static final double FADING = 0.99;
    /** Where order says nothing, the part of the tasks that runs is all that is known. */
    private static final double PART_STEP = 0.02;

    private static final double LEAST_PART = 0.02;

    private final StartFrontier[] frontiers = {new StartFrontier(1), new StartFrontier(8), new StartFrontier(64)};
    /** Of each hypothesis, that without order last; the greatest is 0. */
    private final double[] logWeights = new double[frontiers.length + 1];

    private double startedPart = 0.5;
    private int best;
    private double inOrder;

    /** The frontier by the most probable kind of order. */
    StartFrontier frontier() {
        return frontiers[best];
    }

    /** How probable it is that there is an order, from 0 to 1; 0 before the first answer. */
    double inOrder() {
        return inOrder;
    }

    void shift(double tasks) {
        for (StartFrontier each : frontiers) {
            each.shift(tasks);
        }
    }

    void reset(double tasks, double deviation) {
        for (StartFrontier each : frontiers) {
            each.reset(tasks, deviation);
        }
    }

    void limit(double most) {
        for (StartFrontier each : frontiers) {
            each.limit(most);
        }
    }

    void advance(double seconds) {
        for (StartFrontier each : frontiers) {
            each.advance(seconds);
        }
    }

    /** An answer as in {@link StartFrontier#observe}. */
    void observe(boolean started, double place) {
        for (int i = 0; i < frontiers.length; i++) {
            weigh(i, frontiers[i].observe(started, place));
        }
        weigh(frontiers.length, started ? startedPart : 1 - startedPart);
        startedPart += PART_STEP * ((started ? 1 : 0) - startedPart);
        startedPart = Math.max(LEAST_PART, Math.min(1 - LEAST_PART, startedPart));
        normalize();
    }

    private void weigh(int hypothesis, double probability) {
        logWeights[hypothesis] = FADING * logWeights[hypothesis] + Math.log(probability);
    }

    private void normalize() {
        best = 0;
        for (int i = 1; i < frontiers.length; i++) {
            best = logWeights[i] > logWeights[best] ? i : best;
        }
        double most = Math.max(logWeights[best], logWeights[frontiers.length]);
        double ordered = 0;
        for (int i = 0; i < logWeights.length; i++) {
            logWeights[i] -= most;
            ordered += i < frontiers.length ? Math.exp(logWeights[i]) : 0;
        }
        inOrder = ordered / (ordered + Math.exp(logWeights[frontiers.length]));
    }
}
