package io.mpsbridge.bench;

import io.mpsbridge.simulator.CallsPerSecond;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * How one contender came through one round of a row.
 *
 * @param delays seconds from the ends of healthy tasks to their visible answers, ascending; a lost one counts as
 *     answered when the waiting was given up
 * @param twentieth seconds from the end of each trouble to the twentieth good answer after it
 * @param visible seconds from there to the first terminal event
 * @param peak the most requests in any second
 * @param quotaShare what was used of the quota while it could be used up, or NaN if it never could
 * @param ended how often the contender ended by itself
 */
record Recovery(
        List<Double> delays,
        List<Double> twentieth,
        List<Double> visible,
        long lost,
        long doubled,
        int peak,
        double quotaShare,
        int ended) {

    private static final int GOOD_ANSWERS = 20;
    /** A contender's start, and tasks that are still too young, do not count for the quota. */
    private static final long LEAD_IN_NANOS = Duration.ofSeconds(10).toNanos();

    /**
     * What was seen of one contender.
     *
     * @param troubleEnds nanoseconds
     * @param givenUpAt when the waiting for answers ended
     */
    record Seen(
            List<RecoveryLoad.Task> tasks,
            List<Long> troubleEnds,
            OutcomeWatcher.Round answers,
            GoodAnswers good,
            CallsPerSecond calls,
            long givenUpAt,
            int ended) {}

    static Recovery of(Seen seen, int quota, LongFunction<Instant> clock) {
        var seenAt = seen.answers.seenAt();
        List<RecoveryLoad.Task> healthy =
                seen.tasks.stream().filter(task -> !task.odd()).toList();
        List<Double> delays = healthy.stream()
                .map(task -> seconds(task.endNanos(), seenAt.getOrDefault(task.id(), seen.givenUpAt)))
                .sorted()
                .toList();
        List<Double> twentieth = new ArrayList<>();
        List<Double> visible = new ArrayList<>();
        for (long end : seen.troubleEnds) {
            twentieth.add(seconds(end, seen.good.after(end, GOOD_ANSWERS).orElse(seen.givenUpAt)));
            visible.add(seconds(
                    end,
                    seenAt.values().stream()
                            .filter(at -> at >= end)
                            .min(Long::compare)
                            .orElse(seen.givenUpAt)));
        }
        return new Recovery(
                delays,
                twentieth,
                visible,
                healthy.stream().filter(task -> !seenAt.containsKey(task.id())).count(),
                seen.answers.doubled(),
                seen.calls.peak().stream().mapToInt(Integer::intValue).max().orElse(0),
                quotaShare(seen, healthy, quota, clock),
                seen.ended);
    }

    double mean() {
        return delays.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    double p99() {
        return delays.isEmpty() ? 0 : delays.get(Math.min(delays.size() - 1, (int) (0.99 * delays.size())));
    }

    /** Only whole seconds count in which more tasks were open than there are permits, each worth a request a second. */
    private static double quotaShare(
            Seen seen, List<RecoveryLoad.Task> healthy, int quota, LongFunction<Instant> clock) {
        if (healthy.isEmpty()) {
            return Double.NaN;
        }
        Instant from = clock.apply(healthy.get(0).submittedNanos() + LEAD_IN_NANOS);
        Instant to = clock.apply(healthy.get(healthy.size() - 1).submittedNanos());
        int seconds = 0;
        int calls = 0;
        for (int i = 0; i < seen.calls.calls().size(); i++) {
            Instant begin = seen.calls.fromTime().plusSeconds(i);
            Instant end = begin.plusSeconds(1);
            if (begin.isBefore(from) || end.isAfter(to)) {
                continue;
            }
            long open = healthy.stream()
                    .filter(task -> clock.apply(task.submittedNanos()).isBefore(begin)
                            && clock.apply(seen.answers.seenAt().getOrDefault(task.id(), seen.givenUpAt))
                                    .isAfter(end))
                    .count();
            if (open > quota * 1.1) {
                seconds++;
                calls += seen.calls.calls().get(i);
            }
        }
        return seconds == 0 ? Double.NaN : calls / (double) (quota * seconds);
    }

    private static double seconds(long from, long to) {
        return Math.max(0, to - from) / 1e9;
    }
}
