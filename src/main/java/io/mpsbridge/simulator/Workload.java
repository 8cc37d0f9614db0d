package io.mpsbridge.simulator;

import java.time.Duration;
import java.util.List;

/**
 * How tasks behave. Random values of a task follow from the seed and its id alone.
 *
 * @param waitShare the initial share of each duration with status WAIT, from 0 to 1; ignored with slots (see
 *     {@link Concurrency}), where a task says WAIT until its start
 * @param failRatio the share of tasks that end with FAIL, from 0 to 1
 * @param timeScale the speed-up of drawn durations; over 0
 * @param adoptUnknown whether unknown ids become tasks at their first poll; those that begin with {@code sim-} always
 *     do
 */
public record Workload(
        ModelDurations durations,
        double waitShare,
        double failRatio,
        long seed,
        double timeScale,
        boolean adoptUnknown) {

    /** A median of 20 s, a fifth of it waiting, no failures, real time. */
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
