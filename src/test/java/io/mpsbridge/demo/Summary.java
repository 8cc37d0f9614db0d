package io.mpsbridge.demo;

import io.mpsbridge.simulator.Stats;
import java.io.PrintStream;
import java.util.Locale;

/** The verdict on a demo, computed from what came out and from what the simulator saw. */
record Summary(int tasks, int quota, OutcomeCounter answers, Stats stats) {

    /** Prints the summary and says whether the promises were kept. */
    boolean print(PrintStream out) {
        int missing = tasks - answers.tasksAnswered();
        boolean kept = missing == 0
                && answers.doubled() == 0
                && answers.deadLetters() == 0
                && stats.peak() <= quota
                && stats.refused() == 0;
        out.println();
        line(out, "tasks in", tasks);
        line(out, "completed", answers.completed());
        line(out, "failed", answers.failed());
        line(out, "missing", missing);
        line(out, "doubled", answers.doubled());
        line(out, "dead letters", answers.deadLetters());
        line(out, "waited for a slot", stats.queue().waited());
        line(out, "ran at most", stats.queue().mostRunning() + " tasks at once");
        line(out, "calls per task", String.format(Locale.ROOT, "%.1f", (double) stats.calls() / tasks));
        line(out, "peak in any second", stats.peak() + " of " + quota + " requests, " + stats.refused() + " refused");
        line(
                out,
                "detection delay",
                String.format(
                        Locale.ROOT,
                        "p50 %.1f s, p99 %.1f s after the task's true end",
                        stats.detectionDelay().p50Seconds(),
                        stats.detectionDelay().p99Seconds()));
        out.println();
        out.println(
                kept
                        ? "OK: every task was answered exactly once, and the quota was kept."
                        : "NOT OK: see above; each of missing, doubled, dead letters and refused has to be 0.");
        return kept;
    }

    private static void line(PrintStream out, String what, Object value) {
        out.println(String.format("  %-20s %s", what, value));
    }
}
