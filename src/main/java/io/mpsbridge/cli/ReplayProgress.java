package io.mpsbridge.cli;

import io.mpsbridge.replay.ReplayReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Shows the progress of a replay: a bar on a terminal, else lines of text or JSON. Never among the results. */
final class ReplayProgress implements Consumer<ReplayReport> {
    private static final long BAR_EVERY_NANOS = Duration.ofMillis(200).toNanos();
    private static final long JSON_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long TEXT_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter err;
    private final ProgressBar bar;
    private final boolean json;
    private final boolean interactive = Terminal.isInteractive();
    private final LongSupplier nanos;
    private long shownNanos;

    ReplayProgress(PrintWriter err, boolean json, LongSupplier nanos) {
        this.err = err;
        this.bar = new ProgressBar(err);
        this.json = json;
        this.nanos = nanos;
        this.shownNanos = nanos.getAsLong();
    }

    @Override
    public void accept(ReplayReport report) {
        long nowNanos = nanos.getAsLong();
        long everyNanos = json ? JSON_EVERY_NANOS : interactive ? BAR_EVERY_NANOS : TEXT_EVERY_NANOS;
        if (nowNanos - shownNanos < everyNanos) {
            return;
        }
        shownNanos = nowNanos;
        double part =
                (double) report.offsets().done() / Math.max(1, report.offsets().all());
        String counts =
                report.events().selected() + " selected, " + report.events().sent() + " sent";
        if (json) {
            OutputOption.printJson(err, Map.of("progress", report));
        } else if (interactive) {
            bar.show(part, counts);
        } else {
            err.println((int) (part * 100) + " % read, " + counts);
            err.flush();
        }
    }

    /** Clears the bar. */
    void end() {
        if (!json && interactive) {
            bar.end();
        }
    }
}
