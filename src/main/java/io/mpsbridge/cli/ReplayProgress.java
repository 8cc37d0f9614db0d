package io.mpsbridge.cli;

import io.mpsbridge.replay.ReplayReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Shows how a replay goes: as lines of JSON, or as a bar where somebody looks on. */
final class ReplayProgress implements Consumer<ReplayReport> {
    private static final long BAR_EVERY = Duration.ofMillis(200).toNanos();
    private static final long LINE_EVERY = Duration.ofSeconds(1).toNanos();

    private final PrintWriter out;
    private final ProgressBar bar;
    private final boolean json;
    private final boolean interactive = Terminal.isInteractive();
    private final LongSupplier nanos;
    private long shownAt;

    ReplayProgress(PrintWriter out, boolean json, LongSupplier nanos) {
        this.out = out;
        this.bar = new ProgressBar(out);
        this.json = json;
        this.nanos = nanos;
        this.shownAt = nanos.getAsLong();
    }

    @Override
    public void accept(ReplayReport report) {
        long now = nanos.getAsLong();
        if (now - shownAt < (json ? LINE_EVERY : BAR_EVERY)) {
            return;
        }
        shownAt = now;
        if (json) {
            OutputOption.printJson(out, Map.of("progress", report));
        } else if (interactive) {
            bar.show(
                    (double) report.offsets().done()
                            / Math.max(1, report.offsets().all()),
                    report.events().selected() + " selected, " + report.events().sent() + " sent");
        }
    }

    /** Wipes the bar. */
    void end() {
        if (!json && interactive) {
            bar.end();
        }
    }
}
