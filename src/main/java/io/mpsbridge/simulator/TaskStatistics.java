package io.mpsbridge.simulator;

import java.util.Arrays;
import java.util.List;

/** Computed in one walk over all tasks, page by page so that it blocks nobody. */
final class TaskStatistics {

    private static final int PAGE = 10_000;

    private final long now;
    private int created;
    private int started;
    private int ended;
    private int asked;
    private long polls;
    private long[] delays = new long[1_024];
    private int seen;

    private TaskStatistics(long now) {
        this.now = now;
    }

    static TaskStatistics of(TaskRegistry tasks, long now) {
        TaskStatistics statistics = new TaskStatistics(now);
        List<SimulatedTask> page = tasks.list(0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(statistics::add);
            page = tasks.list(statistics.created, PAGE);
        }
        return statistics;
    }

    Stats.TaskCounts counts() {
        return new Stats.TaskCounts(created, ended, seen, asked, polls);
    }

    Stats.Queue queue(Scheduling.Totals totals) {
        return new Stats.Queue(created - started, started - ended, started, totals.waited(), totals.mostRunning());
    }

    /** Percentiles by nearest rank. */
    Stats.DetectionDelay detectionDelay() {
        if (seen == 0) {
            return new Stats.DetectionDelay(0, 0, 0, 0, 0);
        }
        long[] sorted = Arrays.copyOf(delays, seen);
        Arrays.sort(sorted);
        double mean = Arrays.stream(sorted).average().orElse(0) / 1e9;
        return new Stats.DetectionDelay(
                seen, mean, rank(sorted, 50), rank(sorted, 99), sorted[sorted.length - 1] / 1e9);
    }

    private void add(SimulatedTask task) {
        SimulatedTask.State state = task.state();
        created++;
        started += state.startNanos() <= now ? 1 : 0;
        ended += state.endNanos() <= now ? 1 : 0;
        asked += state.polls() > 0 ? 1 : 0;
        polls += state.polls();
        if (state.firstSeenEndedNanos() != SimulatedTask.NEVER) {
            if (seen == delays.length) {
                delays = Arrays.copyOf(delays, seen * 2);
            }
            delays[seen++] = state.firstSeenEndedNanos() - state.endNanos();
        }
    }

    private static double rank(long[] sorted, int percent) {
        int index = (int) (((long) sorted.length * percent + 99) / 100) - 1;
        return sorted[index] / 1e9;
    }
}
