package io.mpsbridge.cli;

import io.mpsbridge.input.ForeignText;
import io.mpsbridge.replay.Submission;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Prints the progress and result of a submission. Thread-safe. */
final class SubmitReport {
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_REFUSALS_SHOWN = 100;
    private static final int MOST_ACCOUNTS_WARNED = 20;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final long size;
    private final LongSupplier nanos;
    private final ProgressBar bar;
    private final boolean interactive = Terminal.isInteractive();
    private final Set<String> accounts = new TreeSet<>();
    private final Set<String> warned = new HashSet<>();
    private long shownNanos;
    private long sent;
    private long refused;
    private long stoppedAfter;

    /**
     * @param json whether to print results as JSON
     * @param size of the input in bytes, -1 if unknown
     */
    SubmitReport(PrintWriter out, PrintWriter err, boolean json, long size, LongSupplier nanos) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.size = size;
        this.nanos = nanos;
        this.bar = new ProgressBar(err);
        this.shownNanos = nanos.getAsLong();
    }

    /** @param known the accounts beside the default one */
    SubmitReport knowing(Collection<String> known) {
        accounts.addAll(known);
        return this;
    }

    private record Placed(String taskId, String topic, int partition, long offset) {}

    /** For an event given by task id: prints where the broker stored it. */
    Submission.Fate ofId(String id) {
        return new Counting(id) {
            @Override
            public void placed(Submission.Place place) {
                super.placed(place);
                if (json) {
                    OutputOption.printJson(out, new Placed(id, place.topic(), place.partition(), place.offset()));
                } else {
                    say(
                            out,
                            ForeignText.clean(id) + " is at " + place.topic() + "/" + place.partition() + "/"
                                    + place.offset());
                }
            }
        };
    }

    Submission.Fate ofLine(long number) {
        return new Counting("line " + number);
    }

    synchronized void progress(long bytes) {
        long nowNanos = nanos.getAsLong();
        if (nowNanos - shownNanos < EVERY_NANOS) {
            return;
        }
        shownNanos = nowNanos;
        if (json) {
            OutputOption.printJson(err, Map.of("progress", counts()));
        } else if (interactive) {
            bar.show(size > 0 ? (double) bytes / size : 0, sent + " sent, " + refused + " refused");
        }
    }

    /** No line after this one was read. */
    synchronized void stoppedAfter(long line) {
        stoppedAfter = line;
    }

    synchronized void end() {
        if (!json && interactive) {
            bar.end();
        }
        if (stoppedAfter > 0) {
            say(
                    err,
                    "Stopped after line " + stoppedAfter + ". To resume, submit a file of the lines from "
                            + (stoppedAfter + 1) + " on.");
        }
        if (json) {
            OutputOption.printJson(out, counts());
        } else {
            say(out, sent + " sent, " + refused + " refused");
        }
    }

    synchronized int exitCode() {
        if (refused == 0 && stoppedAfter == 0) {
            return ExitCode.DONE;
        }
        return sent > 0 ? ExitCode.PARTLY : ExitCode.FAILED;
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("sent", sent);
        counts.put("refused", refused);
        return counts;
    }

    private static void say(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }

    private class Counting implements Submission.Fate {
        private final String what;

        Counting(String what) {
            this.what = what;
        }

        @Override
        public void addressed(@Nullable String account) {
            synchronized (SubmitReport.this) {
                // The bridge may have another configuration, so this is no error.
                if (account != null
                        && !accounts.contains(account)
                        && warned.size() < MOST_ACCOUNTS_WARNED
                        && warned.add(account)) {
                    say(
                            err,
                            "mps-bridge: WARNING: "
                                    + ForeignText.clean(what + ": account '" + account
                                            + "' is none of this configuration's ("
                                            + (accounts.isEmpty()
                                                    ? "there is the default account alone"
                                                    : String.join(", ", accounts))
                                            + "); a bridge that does not know it makes its events dead letters"
                                            + " (unknown-account)"));
                }
            }
        }

        @Override
        public void placed(Submission.Place place) {
            synchronized (SubmitReport.this) {
                sent++;
            }
        }

        @Override
        public void refused(String reason) {
            synchronized (SubmitReport.this) {
                refused++;
                if (refused <= MOST_REFUSALS_SHOWN) {
                    say(err, "mps-bridge: " + ForeignText.clean(what + ": " + reason));
                } else if (refused == MOST_REFUSALS_SHOWN + 1) {
                    say(err, "mps-bridge: more events are refused; from here on they are only counted");
                }
            }
        }
    }
}
