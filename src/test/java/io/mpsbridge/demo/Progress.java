package io.mpsbridge.demo;

import io.mpsbridge.simulator.Stats;
import java.io.Console;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** A bar that is drawn over on a terminal, a line every few seconds elsewhere. */
final class Progress {

    private static final int WIDTH = 20;
    private static final long LINE_EVERY = TimeUnit.SECONDS.toNanos(3);

    private final PrintStream out;
    private final int tasks;
    private final boolean terminal = isTerminal();
    private final long startedAt = System.nanoTime();
    private long lastLine = startedAt;

    Progress(PrintStream out, int tasks) {
        this.out = out;
        this.tasks = tasks;
    }

    void show(int submitted, OutcomeCounter answers, Stats stats) {
        int answered = answers.tasksAnswered();
        long now = System.nanoTime();
        String counts = String.format(
                "%2d s  submitted %2d/%d  WAIT %2d  RUN %2d  completed %2d  failed %d  calls %d",
                TimeUnit.NANOSECONDS.toSeconds(now - startedAt),
                submitted,
                tasks,
                stats.queue().waiting(),
                stats.queue().running(),
                answers.completed(),
                answers.failed(),
                stats.calls());
        if (terminal) {
            int done = WIDTH * answered / tasks;
            int under = Math.max(0, WIDTH * submitted / tasks - done);
            String bar = "#".repeat(done) + "-".repeat(under) + " ".repeat(WIDTH - done - under);
            out.print("\r  [" + bar + "] " + counts + " ");
            out.flush();
        } else if (now - lastLine >= LINE_EVERY) {
            lastLine = now;
            out.println("  " + counts);
        }
    }

    /** From Java 22 on there is a console without a terminal too, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    void end() {
        if (terminal) {
            out.println();
        }
    }
}
