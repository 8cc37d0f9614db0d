package io.mpsbridge.chaos;

import io.mpsbridge.simulator.CallsPerSecond;
import io.mpsbridge.simulator.Stats;
import io.mpsbridge.testing.ReadCommitted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * How a soak went.
 *
 * @param took until the last answer
 * @param oddities what should not have happened beside wrong answers
 */
record SoakReport(
        long seed,
        Duration took,
        AnswerLedger books,
        Answers answers,
        Stats stats,
        OverLimit overLimit,
        CallsPerSecond calls,
        Map<SoakFault, Integer> faults,
        Vitals vitals,
        Duration slowestStop,
        int endedByThemselves,
        List<String> oddities) {

    private static final int SHOWN = 20;

    /** Records on the topics that the bridge writes. */
    record Answers(int completed, int failed, int deadLetters) {
        static Answers read(String servers) {
            return new Answers(
                    count(servers, Rig.COMPLETED), count(servers, Rig.FAILED), count(servers, Rig.DEAD_LETTER));
        }

        private static int count(String servers, String topic) {
            var count = new AtomicInteger();
            ReadCommitted.forEach(servers, each -> count.incrementAndGet(), topic);
            return count.get();
        }
    }

    /** All that speaks against it: nothing, if it is well. */
    List<String> complaints() {
        var complaints = new ArrayList<String>();
        complain(complaints, books.missing().size(), "missing");
        complain(complaints, books.doubled().size(), "doubled");
        complain(complaints, books.invented().size(), "answered without having been created");
        complain(complaints, books.wrong().size(), "wrong endings");
        complain(complaints, overLimit.seconds() - overLimit.thawed(), "seconds with more requests than the limit");
        complaints.addAll(vitals.leaks(SoakRun.WITNESS));
        complaints.addAll(oddities);
        return complaints;
    }

    private static void complain(List<String> complaints, int count, String what) {
        if (count > 0) {
            complaints.add(count + " " + what);
        }
    }

    private int medianCalls() {
        var sorted = calls.calls().stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    @Override
    public String toString() {
        var tasks = stats.tasks();
        var delay = stats.detectionDelay();
        return String.format(
                        Locale.ROOT,
                        """
                        soak of %.1f minutes, seed %d
                        events: %d created, %d completed, %d failed, %d dead letters; missing %d, doubled %d, invented %d, \
                        wrong endings %d; %d kinds of events
                        requests: %d, peak in any second %d of %d (seconds over it %d, of them with a \
                        replica just thawed %d), median second %d, refused for the limit %d, \
                        for the key %d; %.2f polls per task
                        an end is noticed after %.1f s on average (p50 %.1f, p99 %.1f, max %.1f)
                        faults: %d %s; %d replicas ended by themselves; slowest stop %.1f s
                        """,
                        took.toMillis() / 60e3,
                        seed,
                        books.created().size(),
                        answers.completed(),
                        answers.failed(),
                        answers.deadLetters(),
                        books.missing().size(),
                        books.doubled().size(),
                        books.invented().size(),
                        books.wrong().size(),
                        books.kinds(),
                        stats.calls(),
                        stats.peak(),
                        SoakRun.RATE_LIMIT,
                        overLimit.seconds(),
                        overLimit.thawed(),
                        medianCalls(),
                        stats.refused(),
                        stats.authFailures(),
                        (double) tasks.polls() / Math.max(1, tasks.asked()),
                        delay.meanSeconds(),
                        delay.p50Seconds(),
                        delay.p99Seconds(),
                        delay.maxSeconds(),
                        faults.values().stream().mapToInt(Integer::intValue).sum(),
                        new TreeMap<>(faults),
                        endedByThemselves,
                        slowestStop.toMillis() / 1e3)
                + vitals
                + "\n"
                + shown("missing", books.missing())
                + shown("wrong endings", books.wrong())
                + verdict();
    }

    private static String shown(String what, Set<String> all) {
        return all.isEmpty()
                ? ""
                : what + ": " + all.stream().limit(SHOWN).collect(Collectors.joining("\n  ", "\n  ", "\n"));
    }

    private String quota() {
        return overLimit.seconds() == 0
                ? "never over " + SoakRun.RATE_LIMIT
                : "over " + SoakRun.RATE_LIMIT + " only when a frozen replica went on, " + stats.peak() + " at most";
    }

    private String verdict() {
        var complaints = complaints();
        return complaints.isEmpty()
                ? "soak passed: missing 0, doubled 0, " + quota() + ", heap and descriptors flat"
                : "soak FAILED: " + String.join("; ", complaints);
    }
}
