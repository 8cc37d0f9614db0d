package io.mpsbridge.cli;

import java.io.PrintWriter;

/** Redraws itself on one terminal line. */
final class ProgressBar {
    private static final int CHARS = 30;
    private static final int LINE = 100;

    private final PrintWriter out;

    ProgressBar(PrintWriter out) {
        this.out = out;
    }

    /** @param part from 0 to 1 */
    void show(double part, String text) {
        int full = (int) (Math.max(0, Math.min(1, part)) * CHARS);
        String bar = "[" + "#".repeat(full) + "-".repeat(CHARS - full) + "] "
                + String.format("%3d %%  %s", (int) (part * 100), text);
        out.print("\r" + bar + " ".repeat(Math.max(0, LINE - bar.length())));
        out.flush();
    }

    /** Clears the line. */
    void end() {
        out.print("\r" + " ".repeat(LINE) + "\r");
        out.flush();
    }
}
