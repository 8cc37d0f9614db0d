package io.mpsbridge.cli;

import java.io.PrintWriter;

/** A bar that is drawn over itself. */
final class ProgressBar {
    private static final int CHARS = 30;
    private static final int LINE = 100;

    private final PrintWriter out;

    ProgressBar(PrintWriter out) {
        this.out = out;
    }

    /** Draws it: a part from 0 to 1, and what stands behind. */
    void show(double part, String text) {
        int full = (int) (Math.max(0, Math.min(1, part)) * CHARS);
        String bar = "[" + "#".repeat(full) + "-".repeat(CHARS - full) + "] "
                + String.format("%3d %%  %s", (int) (part * 100), text);
        out.print("\r" + bar + " ".repeat(Math.max(0, LINE - bar.length())));
        out.flush();
    }

    /** Wipes it. */
    void end() {
        out.print("\r" + " ".repeat(LINE) + "\r");
        out.flush();
    }
}
