package io.mpsbridge.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the statistics of one moment, in one walk over all tasks, page by page so that it blocks nobody. */
final class StatsCollector {

    private static final int PAGE = 10_000;

    private final SimulatorTime time;
    private final List<AccountAction> actions;
    private final Arrivals arrivals;
    private final TaskRegistry tasks;
    private final AnswerCounts counts;

    StatsCollector(
            SimulatorTime time,
            List<AccountAction> actions,
            Arrivals arrivals,
            TaskRegistry tasks,
            AnswerCounts counts) {
        this.time = time;
        this.actions = actions;
        this.arrivals = arrivals;
        this.tasks = tasks;
        this.counts = counts;
    }

    Stats collect() {
        long now = time.nanos();
        TaskStatistics all = new TaskStatistics(now);
        Map<AccountAction, TaskStatistics> byAction = new HashMap<>();
        int visited = 0;
        for (List<SimulatedTask> page = tasks.list(0, PAGE); !page.isEmpty(); page = tasks.list(visited, PAGE)) {
            for (SimulatedTask task : page) {
                all.add(task);
                byAction.computeIfAbsent(task.owner, added -> new TaskStatistics(now))
                        .add(task);
            }
            visited += page.size();
        }
        List<Stats.OfAction> parts = actions.stream()
                .map(action -> of(action, byAction.getOrDefault(action, new TaskStatistics(now))))
                .toList();
        return total(all, parts);
    }

    private Stats.OfAction of(AccountAction action, TaskStatistics statistics) {
        Arrivals.Totals totals = arrivals.totals(action);
        return new Stats.OfAction(
                action.account(),
                action.kind().describeAction(),
                totals.limit(),
                totals.calls(),
                totals.peak(),
                totals.peakAt(),
                totals.refused(),
                statistics.counts(),
                statistics.queue(tasks.queued(action)),
                statistics.detectionDelay());
    }

    private Stats total(TaskStatistics all, List<Stats.OfAction> parts) {
        Arrivals.Totals totals = arrivals.totals();
        long authFailures = counts.errors().entrySet().stream()
                .filter(error -> error.getKey().startsWith("AuthFailure"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Stats(
                time.instant(0),
                totals.calls(),
                totals.peak(),
                totals.peakAt(),
                totals.refused(),
                authFailures,
                counts.statuses(),
                counts.errors(),
                counts.faults(),
                all.counts(),
                all.queue(tasks.queued()),
                all.detectionDelay(),
                parts);
    }
}
