package io.mpsbridge.cli;

import io.mpsbridge.clients.KafkaSettings;
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
import java.util.Set;
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
        if (!KafkaCommands.areReady(command, settings.kafka(), topics(settings, request), "nothing was sent")) {
            return ExitCode.FAILED;
        }
        try (Replay replay = Replay.open(
                settings.kafka(),
                new Replay.Reader(settings.pipeline().maxTaskAge(), settings.accountNames()),
                request,
                InstantSource.system(),
                System::nanoTime)) {
            return Interruptible.run(() -> run(replay, execute), replay::stop);
        }
    }

    private static Set<String> topics(Settings settings, ReplayRequest request) {
        KafkaSettings.Topics topics = settings.kafka().topics();
        return switch (request.source()) {
            case CREATED -> Set.of(topics.created());
            case COMPLETED -> Set.of(topics.completed());
            case FAILED -> Set.of(topics.failed(), topics.created());
            case DLT -> Set.of(topics.deadLetter(), topics.created());
        };
    }

    private int run(Replay replay, boolean execute) {
        try {
            ReplayReport report = report(replay, execute);
            tell(report, command.getOut());
            return switch (report.state()) {
                case DRY_RUN -> report.events().notFound() == 0 ? ExitCode.DONE : ExitCode.PARTLY;
                case DONE -> ExitCode.DONE;
                case RUNNING, STOPPED, PARTLY_DONE -> ExitCode.PARTLY;
            };
        } catch (InvalidRequestException e) {
            throw e;
        } catch (ReplayException e) {
            command.getErr().println("mps-bridge: " + ForeignText.clean(e.message(RequestOptions.names(command))));
            if (e.getCause() != null) {
                goOn();
            }
            return ExitCode.FAILED;
        }
    }

    private ReplayReport report(Replay replay, boolean execute) {
        ReplayProgress progress = new ReplayProgress(command.getErr(), json, System::nanoTime);
        try {
            return execute ? replay.execute(progress) : replay.preview(progress);
        } finally {
            progress.end();
        }
    }

    private void tell(ReplayReport report, PrintWriter out) {
        if (json) {
            OutputOption.printJson(out, report);
        } else {
            new ReplaySummary(report).print(out);
        }
        if (report.state() == ReplayReport.State.STOPPED) {
            goOn();
        } else if (report.state() == ReplayReport.State.DRY_RUN && !json) {
            out.println(nextStep(report.events()));
        }
        out.flush();
        if (reportFile != null) {
            write(reportFile, report);
        }
    }

    private static String nextStep(ReplayReport.Events events) {
        if (events.selected() == 0) {
            return "Nothing matches: there is nothing to send.";
        }
        return events.selected() <= events.sentInAllRuns()
                ? "Everything that matches has been sent by this name."
                : "Nothing was sent. Add --execute to send.";
    }

    private void goOn() {
        command.getErr().println("Progress is saved. To resume: " + OwnArguments.of(command));
        command.getErr().flush();
    }

    private static void write(Path file, ReplayReport report) {
        try {
            Files.writeString(file, OutputOption.json(report) + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write --report " + file + ": " + FileTrouble.of(e, file)
                            + "; the replay itself went on as printed above",
                    e);
        }
    }
}
