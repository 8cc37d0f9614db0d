package io.mpsbridge.poll;

/**
 * Learns how long tasks of one kind take from what polls said, cell by cell: the hazard is the number of ends over the
 * time that tasks were watched in the cell. Tasks that have not ended count with the time they were watched
 * (right-censored). Of one that has, only the two polls are known between which it ended (interval-censored): its end
 * is spread over the cells between as the last estimate has it, which makes this an incremental form of Turnbull's
 * estimator (1976), an EM algorithm. Bounded memory; what lies many ends back fades.
 *
 * <p>Where hardly anybody asks, at young ages, data cannot say where between two polls the ends lie, and EM would keep
 * whatever it began with: part of each end is spread as the fitted {@link LogNormalFit} has it.
 */
final class DurationLearner {

    /** How many ends an estimate rests on at most, and so how many it takes to forget. */
    static final double MEMORY = 1_000;

    private static final double GROWTH = 1 / (1 - 1 / MEMORY);
    private static final double RESCALE = 1e9;
    /** Part of each end that is spread by the fitted shape. */
    private static final double BY_SHAPE = 0.3;
    /** Less than this between two polls is no shape to spread by. */
    private static final double LEAST_PART = 1e-9;
    /** Part of the tasks that is taken to follow the heavy tail, whatever was learned. */
    private static final double TAIL = 0.02;
    /** How many ends the prior counts for in each cell, so that one where nothing was seen has a hazard. */
    private static final double PRIOR_ENDS = 0.001;
    /** New ends, as a part of the known ones, or polls that are worth a new estimate. */
    private static final double NEWS = 1.0 / 32;

    private static final int POLLS_PER_ESTIMATE = 256;

    private final AgeGrid grid;
    private final double[] ends;
    /** Time watched in cells that were watched in part. */
    private final double[] watched;
    /** How many tasks were watched through the whole of a cell, as differences to the cell before. */
    private final double[] through;

    private double total;
    /** What a new observation weighs: it grows, instead of the old ones getting lighter. */
    private double weight = 1;

    private int endsSince;
    private int pollsSince;
    private Survival estimate;
    private Survival shape;

    /** @param first the estimate before there is one */
    DurationLearner(AgeGrid grid, Survival first) {
        this.grid = grid;
        this.ends = new double[AgeGrid.CELLS];
        this.watched = new double[AgeGrid.CELLS];
        this.through = new double[AgeGrid.CELLS];
        this.estimate = first;
        this.shape = first;
    }

    /** Goes on from what another has learned. */
    DurationLearner(DurationLearner other) {
        this.grid = other.grid;
        this.ends = other.ends.clone();
        this.watched = other.watched.clone();
        this.through = other.through.clone();
        this.total = other.total;
        this.weight = other.weight;
        this.endsSince = other.endsSince;
        this.pollsSince = other.pollsSince;
        this.estimate = other.estimate;
        this.shape = other.shape;
    }

    /** How many ends the estimate rests on, those that fade counted in part. */
    double count() {
        return total / weight;
    }

    Survival estimate() {
        return estimate;
    }

    /** A task was unfinished at both ages. */
    void unfinished(double from, double to) {
        pollsSince++;
        int first = grid.cellOf(from);
        int last = grid.cellOf(to);
        if (first == last) {
            watched[first] += weight * (to - from);
            return;
        }
        watched[first] += weight * (grid.end(first) - from);
        watched[last] += weight * (to - grid.node(last));
        through[first + 1] += weight;
        through[last] -= weight;
    }

    /** A task ended between the two ages. */
    void ended(double from, double to) {
        Interval byEstimate = new Interval(estimate, from, to);
        Interval byShape = new Interval(shape, from, to);
        double trust = byShape.part > LEAST_PART ? BY_SHAPE : 0;
        int last = grid.cellOf(to);
        double left = 1;
        for (int cell = grid.cellOf(from); cell <= last; cell++) {
            double low = Math.max(from, grid.node(cell));
            double high = Math.min(to, grid.end(cell));
            double rest = cell == last ? 0 : (1 - trust) * byEstimate.left(high) + trust * byShape.left(high);
            ends[cell] += weight * (left - rest);
            watched[cell] += weight * (high - low) * (left + rest) / 2;
            left = rest;
        }
        total += weight;
        endsSince++;
        weight *= GROWTH;
        if (weight > RESCALE) {
            rescale();
        }
    }

    /** Whether so much was learned since the last estimate that another is worth its while. */
    boolean isStale() {
        return (endsSince > 0 && endsSince >= NEWS * count()) || pollsSince >= POLLS_PER_ESTIMATE;
    }

    /**
     * Estimates anew.
     *
     * @param prior what to take where little is known
     * @param strength as how many tasks {@code prior} counts beyond that
     */
    void refresh(Survival prior, double strength) {
        endsSince = 0;
        pollsSince = 0;
        double[] hazards = new double[AgeGrid.CELLS];
        double whole = 0;
        for (int k = 0; k < AgeGrid.CELLS; k++) {
            whole = Math.max(0, whole + through[k]);
            double priorEnds = PRIOR_ENDS + strength * part(prior, k);
            hazards[k] = (ends[k] / weight + priorEnds)
                    / ((whole * grid.width(k) + watched[k]) / weight + priorEnds / prior.hazard(k));
        }
        Survival learned = new Survival(grid, hazards);
        shape = LogNormalFit.fittedTo(learned, grid);
        estimate = withTail(learned);
    }

    /** Mixes in tasks that all live to the median m, and of which m/x have not ended at an age x beyond. */
    private Survival withTail(Survival learned) {
        double median = learned.quantile(0.5);
        double[] logs = new double[AgeGrid.CELLS - 1];
        for (int k = 0; k < logs.length; k++) {
            double tail = Math.min(1, median / grid.end(k));
            logs[k] = Math.log((1 - TAIL) * Math.exp(learned.logAt(k + 1)) + TAIL * tail);
        }
        return Survival.ofLogs(grid, logs, 1 / grid.node(AgeGrid.CELLS - 1));
    }

    /** The part of all tasks that ends in a cell. */
    private static double part(Survival survival, int cell) {
        double end = cell + 1 < AgeGrid.CELLS ? Math.exp(survival.logAt(cell + 1)) : 0;
        return Math.exp(survival.logAt(cell)) - end;
    }

    private void rescale() {
        for (int k = 0; k < AgeGrid.CELLS; k++) {
            ends[k] /= weight;
            watched[k] /= weight;
            through[k] /= weight;
        }
        total /= weight;
        weight = 1;
    }

    /** The ends between two ages, by a distribution. */
    private static final class Interval {
        private final Survival survival;
        private final double start;
        /** The part of the tasks unfinished at the first age that ends before the second. */
        private final double part;

        Interval(Survival survival, double from, double to) {
            this.survival = survival;
            this.start = survival.log(from);
            this.part = -Math.expm1(survival.log(to) - start);
        }

        /** The part of those ends that lies beyond an age. */
        double left(double age) {
            return Math.max(0, 1 + Math.expm1(survival.log(age) - start) / part);
        }
    }
}
