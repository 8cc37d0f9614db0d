package io.mpsbridge.cli;

import io.mpsbridge.config.Settings;
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
import picocli.CommandLine.ParameterException;

/** Runs a replay for a command and tells how it went. */
final class ReplayRunner {

    private final CommandLine command;
    private final boolean json;
    private final @Nullable Path reportFile;

    ReplayRunner(CommandLine command, boolean json, @Nullable Path reportFile) {
        this.command = command;
        this.json = json;
        this.reportFile = reportFile;
    }

    /** Looks ahead, or sends. */
    int run(Settings settings, ReplayRequest request, boolean execute) {
        try (Replay replay = Replay.open(
                settings.kafka(),
                settings.pipeline().maxTaskAge(),
                request,
                InstantSource.system(),
                System::nanoTime)) {
            return Interruptible.run(() -> run(replay, execute), replay::stop);
        }
    }

    private int run(Replay replay, boolean execute) {
        PrintWriter out = command.getOut();
        ReplayProgress progress = new ReplayProgress(json ? out : command.getErr(), json, System::nanoTime);
        try {
            ReplayReport report = execute ? replay.execute(progress) : replay.preview(progress);
            progress.end();
            tell(report, out);
            return switch (report.state()) {
                case DRY_RUN, DONE -> ExitCode.DONE;
                case RUNNING, STOPPED, PARTLY_DONE -> ExitCode.PARTLY;
            };
        } catch (IllegalArgumentException e) {
            progress.end();
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        } catch (ReplayException e) {
            progress.end();
            command.getErr().println("mps-bridge: " + Text.line(Text.reason(e)));
            if (e.getCause() != null) {
                goOn();
            }
            return ExitCode.FAILED;
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
            out.println("Nothing was sent. The same command with --execute sends.");
        }
        out.flush();
    }

    private void goOn() {
        command.getErr().println("What was sent is kept account of. To go on: " + OwnArguments.of(command));
        command.getErr().flush();
    }

    private static void write(Path file, ReplayReport report) {
        try {
            Files.writeString(file, OutputOption.json(report) + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written to " + file + " (--report)", e);
        }
    }
}
