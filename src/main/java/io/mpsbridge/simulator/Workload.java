package io.mpsbridge.simulator;

import java.time.Duration;
import java.util.List;

/**
 * How tasks fare. What is drawn for a task follows from the seed and its id alone.
 *
 * @param waitShare the first part of every duration, from 0 to 1, in which the status is WAIT and not yet RUN; with slots
 *     (see {@link Concurrency}) a task says RUN from its start instead
 * @param failRatio the share of tasks, from 0 to 1, that end with FAIL
 * @param timeScale how many times faster than written the drawn durations run; over 0
 * @param adoptUnknown whether ids that nobody created start as new tasks when they are first asked about; ids that begin
 *     with {@code sim-} always do
 */
public record Workload(
        ModelDurations durations,
        double waitShare,
        double failRatio,
        long seed,
        double timeScale,
        boolean adoptUnknown) {

    /** 20 s at the median, a fifth of it waiting, nothing fails, real time. */
    public static final Workload DEFAULT = new Workload(ModelDurations.DEFAULT, 0.2, 0, 1, 1, false);

    public Workload {
        requireShare("--wait-share", waitShare);
        requireShare("--fail-ratio", failRatio);
        if (!(timeScale > 0 && timeScale <= 1_000_000)) {
            throw new IllegalArgumentException("--time-scale: must be over 0 and at most 1000000, not " + timeScale);
        }
    }

    public Workload withDurations(String... specs) {
        return new Workload(ModelDurations.parse(List.of(specs)), waitShare, failRatio, seed, timeScale, adoptUnknown);
    }

    public Workload withWaitShare(double share) {
        return new Workload(durations, share, failRatio, seed, timeScale, adoptUnknown);
    }

    public Workload withFailRatio(double ratio) {
        return new Workload(durations, waitShare, ratio, seed, timeScale, adoptUnknown);
    }

    public Workload withSeed(long value) {
        return new Workload(durations, waitShare, failRatio, value, timeScale, adoptUnknown);
    }

    public Workload withTimeScale(double scale) {
        return new Workload(durations, waitShare, failRatio, seed, scale, adoptUnknown);
    }

    public Workload withAdoptUnknown(boolean adopt) {
        return new Workload(durations, waitShare, failRatio, seed, timeScale, adopt);
    }

    Duration duration(String model, SeededRandom random) {
        return DurationText.ofNanos(durations.of(model).draw(random).toNanos() / timeScale);
    }

    Ending ending(SeededRandom random) {
        return random.uniform() < failRatio ? Ending.FAIL : Ending.DONE;
    }

    private static void requireShare(String option, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(option + ": must be from 0 to 1, not " + share);
        }
    }
}
