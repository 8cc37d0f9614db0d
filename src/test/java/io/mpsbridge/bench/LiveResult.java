package io.mpsbridge.bench;

import io.mpsbridge.simulator.Stats;
import io.mpsbridge.simulator.TaskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How late one side of the live bench noticed ends, and what it cost.
 *
 * @param tasks that count
 * @param mean seconds in the time of the original, as the percentiles are
 * @param peak the most requests in any second
 * @param refused requests that the simulator refused because they were over the limit
 */
record LiveResult(
        String name, int tasks, double mean, double p50, double p99, double callsPerTask, int peak, long refused) {

    static final String CSV_HEADER = "contender,tasks,mean_s,p50_s,p99_s,calls_per_task,peak,refused";
    static final String HEADER = String.format(
            "  %-10s %6s %7s %7s %7s %10s %5s %8s",
            "contender", "tasks", "mean, s", "p50, s", "p99, s", "calls/task", "peak", "refused");

    /** Tasks created so early, in the time of the original, do not count: the bridge learns. */
    private static final Duration COLD = Duration.ofMinutes(3);

    /**
     * Of all the tasks that were submitted.
     *
     * @throws IllegalStateException if the end of one has not been noticed
     */
    static LiveResult of(String name, Stats stats, List<TaskReport> tasks, int faster) {
        long open = tasks.stream()
                .filter(task -> task.detectionDelaySeconds() == null)
                .count();
        if (open > 0) {
            throw new IllegalStateException(name + ": " + open + " tasks without an answer");
        }
        Instant warm = tasks.get(0).createdAt().plus(COLD.dividedBy(faster));
        double[] delays = tasks.stream()
                .filter(task -> task.createdAt().isAfter(warm))
                .mapToDouble(task -> faster * task.detectionDelaySeconds())
                .sorted()
                .toArray();
        return new LiveResult(
                name,
                delays.length,
                Arrays.stream(delays).average().orElse(Double.NaN),
                delays[delays.length / 2],
                delays[(int) (0.99 * delays.length)],
                (double) stats.calls() / tasks.size(),
                stats.peak(),
                stats.refused());
    }

    String text() {
        return format("  %-10s %6d %7.2f %7.2f %7.2f %10.2f %5d %8d");
    }

    String csv() {
        return format("%s,%d,%.3f,%.3f,%.3f,%.2f,%d,%d");
    }

    private String format(String pattern) {
        return String.format(Locale.ROOT, pattern, name, tasks, mean, p50, p99, callsPerTask, peak, refused);
    }
}
