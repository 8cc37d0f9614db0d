package io.mpsbridge.cli;

import io.mpsbridge.config.Settings;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.replay.InvalidRequestException;
import io.mpsbridge.replay.Replay;
import io.mpsbridge.replay.ReplayException;
import io.mpsbridge.replay.ReplayReport;
import io.mpsbridge.replay.ReplayRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs a replay for a command and prints the result. */
final class ReplayRunner {

    private final CommandLine command;
    private final boolean json;
    private final @Nullable Path reportFile;

    ReplayRunner(CommandLine command, boolean json, @Nullable Path reportFile) {
        this.command = command;
        this.json = json;
        this.reportFile = reportFile;
    }

    /** Sends, or only counts; returns the exit code. */
    int run(Settings settings, ReplayRequest request, boolean execute) {
        try (Replay replay = Replay.open(
                settings.kafka(),
                new Replay.Reader(settings.pipeline().maxTaskAge(), settings.accountNames()),
                request,
                InstantSource.system(),
                System::nanoTime)) {
            return Interruptible.run(() -> run(replay, execute), replay::stop);
        }
    }

    private int run(Replay replay, boolean execute) {
        try {
            ReplayReport report = report(replay, execute);
            tell(report, command.getOut());
            return switch (report.state()) {
                case DRY_RUN, DONE -> ExitCode.DONE;
                case RUNNING, STOPPED, PARTLY_DONE -> ExitCode.PARTLY;
            };
        } catch (InvalidRequestException e) {
            throw e;
        } catch (ReplayException e) {
            command.getErr().println("mps-bridge: " + ForeignText.clean(e.message(RequestOptions::name)));
            if (e.getCause() != null) {
                goOn();
            }
            return ExitCode.FAILED;
        }
    }

    private ReplayReport report(Replay replay, boolean execute) {
        PrintWriter shown = json ? command.getOut() : command.getErr();
        ReplayProgress progress = new ReplayProgress(shown, json, System::nanoTime);
        try {
            return execute ? replay.execute(progress) : replay.preview(progress);
        } finally {
            progress.end();
        }
    }

    private void tell(ReplayReport report, PrintWriter out) {
        if (reportFile != null) {
            write(reportFile, report);
        }
        if (json) {
            OutputOption.printJson(out, Map.of("report", report));
        } else {
            new ReplaySummary(report).print(out);
        }
        if (report.state() == ReplayReport.State.STOPPED) {
            goOn();
        } else if (report.state() == ReplayReport.State.DRY_RUN && !json) {
            out.println("Nothing was sent. Add --execute to send.");
        }
        out.flush();
    }

    private void goOn() {
        command.getErr().println("Progress is saved. To resume: " + OwnArguments.of(command));
        command.getErr().flush();
    }

    private static void write(Path file, ReplayReport report) {
        try {
            Files.writeString(file, OutputOption.json(report) + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report to " + file + " (--report)", e);
        }
    }
}
