package io.mpsbridge.cli;

import io.mpsbridge.replay.ReplayReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Shows the progress of a replay as lines of JSON, or as a bar on a terminal. */
final class ReplayProgress implements Consumer<ReplayReport> {
    private static final long BAR_EVERY_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LINE_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final PrintWriter out;
    private final ProgressBar bar;
    private final boolean json;
    private final boolean interactive = Terminal.isInteractive();
    private final LongSupplier nanos;
    private long shownNanos;

    ReplayProgress(PrintWriter out, boolean json, LongSupplier nanos) {
        this.out = out;
        this.bar = new ProgressBar(out);
        this.json = json;
        this.nanos = nanos;
        this.shownNanos = nanos.getAsLong();
    }

    @Override
    public void accept(ReplayReport report) {
        long nowNanos = nanos.getAsLong();
        if (nowNanos - shownNanos < (json ? LINE_EVERY_NANOS : BAR_EVERY_NANOS)) {
            return;
        }
        shownNanos = nowNanos;
        if (json) {
            OutputOption.printJson(out, Map.of("progress", report));
        } else if (interactive) {
            bar.show(
                    (double) report.offsets().done()
                            / Math.max(1, report.offsets().all()),
                    report.events().selected() + " selected, " + report.events().sent() + " sent");
        }
    }

    /** Clears the bar. */
    void end() {
        if (!json && interactive) {
            bar.end();
        }
    }
}
