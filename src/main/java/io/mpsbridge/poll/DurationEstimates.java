package io.mpsbridge.poll;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how long tasks take: for all together, and for each of the commoner classes. A rare class is taken
 * to be like all together, and so is a common one as far as nothing is known of it yet. Ages are nanoseconds.
 *
 * <p>Bounded whatever the number of classes: one keeps its own learner while it makes up more than one task in
 * {@value #MOST_CLASSES} (the counters of Misra and Gries, 1982).
 */
final class DurationEstimates {

    static final int MOST_CLASSES = 64;

    /** Below so many finished tasks nothing is concluded: whoever was not asked about for longest comes first. */
    static final int COLD = 20;

    /** As how many tasks of a class the whole counts. */
    private static final double STRENGTH = 2;
    /** Finished tasks by which a class outlives others at most, so that one that is no more makes room. */
    private static final int MOST_LIVES = 1_000;
    /** Any would do: only the order counts. */
    private static final double COLD_MEAN_INTERVALS = 60;

    private final AgeGrid grid;
    private final Survival cold;
    private final Survival prior;
    private final DurationLearner all;
    private final Map<String, ClassEstimate> classEstimates = new HashMap<>();

    DurationEstimates(PollSettings settings) {
        long min = settings.minInterval().toNanos();
        this.grid = new AgeGrid(min);
        this.cold = Survival.memoryless(grid, COLD_MEAN_INTERVALS * min);
        this.prior = Survival.scaleFree(grid);
        this.all = new DurationLearner(grid, cold);
    }

    /** Goes on from what another has learned. */
    DurationEstimates(DurationEstimates other) {
        this.grid = other.grid;
        this.cold = other.cold;
        this.prior = other.prior;
        this.all = new DurationLearner(other.all);
        other.classEstimates.forEach((taskClass, each) -> classEstimates.put(taskClass, new ClassEstimate(each)));
    }

    /** The distribution to plan a task of this class by. */
    Survival of(@Nullable String taskClass) {
        if (isCold()) {
            return cold;
        }
        ClassEstimate classEstimate = taskClass == null ? null : classEstimates.get(taskClass);
        return classEstimate != null && classEstimate.isKnown ? classEstimate.learner.estimate() : all.estimate();
    }

    /** Whether too little is known to conclude anything. */
    boolean isCold() {
        return all.count() < COLD;
    }

    /** How many classes have a learner of their own. */
    int classes() {
        return classEstimates.size();
    }

    /** A task was unfinished at both ages. */
    void unfinished(@Nullable String taskClass, double from, double to) {
        double until = Math.max(from, to);
        all.unfinished(from, until);
        refreshAll();
        ClassEstimate classEstimate = classEstimateOf(taskClass);
        if (classEstimate != null) {
            classEstimate.learner.unfinished(from, until);
            refresh(classEstimate);
        }
    }

    /** A task was unfinished at one age and had ended at the other. */
    void ended(@Nullable String taskClass, double from, double to) {
        double until = Math.max(from, to);
        all.ended(from, until);
        refreshAll();
        ClassEstimate classEstimate = classEstimateOf(taskClass);
        if (classEstimate != null) {
            classEstimate.lives = Math.min(MOST_LIVES, classEstimate.lives + 1);
            classEstimate.learner.ended(from, until);
            refresh(classEstimate);
        } else if (taskClass != null) {
            classEstimates.values().removeIf(other -> --other.lives <= 0);
        }
    }

    /** What is known of a class, or null if it has no place of its own. */
    private @Nullable ClassEstimate classEstimateOf(@Nullable String taskClass) {
        if (taskClass == null) {
            return null;
        }
        ClassEstimate classEstimate = classEstimates.get(taskClass);
        if (classEstimate == null && classEstimates.size() < MOST_CLASSES) {
            classEstimate = new ClassEstimate(new DurationLearner(grid, all.estimate()));
            classEstimates.put(taskClass, classEstimate);
        }
        return classEstimate;
    }

    private void refreshAll() {
        if (!isCold() && all.isStale()) {
            all.refresh(prior, 0);
        }
    }

    private void refresh(ClassEstimate classEstimate) {
        if (!isCold() && classEstimate.learner.isStale()) {
            classEstimate.learner.refresh(all.estimate(), STRENGTH);
            classEstimate.isKnown = true;
        }
    }

    private static final class ClassEstimate {
        private final DurationLearner learner;
        private boolean isKnown;
        private int lives;

        ClassEstimate(DurationLearner learner) {
            this.learner = learner;
        }

        ClassEstimate(ClassEstimate other) {
            this.learner = new DurationLearner(other.learner);
            this.isKnown = other.isKnown;
            this.lives = other.lives;
        }
    }
}
