package io.mpsbridge.cli;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.config.Settings;
import io.mpsbridge.replay.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "submit",
        description =
                "Puts task-created events on the topic, from task ids or from a file with one event's data per line.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SubmitCommand implements Callable<Integer> {
    /** The brokers' default limit. */
    private static final int LONGEST_LINE = 1 << 20;

    @Parameters(paramLabel = "<task id>", arity = "0..*", description = "Ids returned by the create call.")
    private List<String> taskIds = List.of();

    @Option(names = "--kind", paramLabel = "<kind>", description = "image (the default), video or audio.")
    private @Nullable String kind;

    @Option(
            names = "--account",
            paramLabel = "<name>",
            description = "The account that the tasks were created with, if not the default one.")
    private @Nullable String account;

    @Option(names = "--model", paramLabel = "<name>", description = "The model that the tasks use.")
    private @Nullable String model;

    @Option(names = "--submitted-at", paramLabel = "<RFC 3339>", description = "When MPS accepted the tasks, if known.")
    private @Nullable Instant submittedAt;

    @Option(
            names = "--file",
            paramLabel = "<file>",
            description = "JSON lines, such as {\"taskId\":\"…\",\"metadata\":{}}; - for standard input.")
    private @Nullable String file;

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    private List<String> accounts = List.of();
    private volatile boolean stopped;

    @Override
    public Integer call() {
        if (taskIds.isEmpty() == (file == null)) {
            throw new ParameterException(command.commandLine(), "give task ids, or --file with JSON lines");
        }
        if (file != null && Stream.of(kind, account, model, submittedAt).anyMatch(Objects::nonNull)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--kind, --account, --model and --submitted-at go with task ids: in a file, each line says its own");
        }
        requireFile();
        Settings settings = configuration.load().settings();
        accounts = settings.accountNames();
        KafkaSettings kafka = settings.kafka();
        if (!KafkaCommands.areReady(
                command.commandLine(), kafka, Set.of(kafka.topics().created()), "nothing was sent")) {
            return ExitCode.FAILED;
        }
        try (Submission submission = new Submission(kafka, InstantSource.system())) {
            return Interruptible.run(() -> submit(submission), () -> stopped = true);
        }
    }

    /** Wrong usage, as with every file that an option names. */
    private void requireFile() {
        if (file != null && !file.equals("-")) {
            FileTrouble.reading("--file", Path.of(file)).ifPresent(trouble -> {
                throw new ParameterException(command.commandLine(), trouble);
            });
        }
    }

    private int submit(Submission submission) {
        try {
            return file == null ? ids(submission) : lines(submission, file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read --file " + file + ": " + FileTrouble.of(e, Path.of(String.valueOf(file))), e);
        }
    }

    private int ids(Submission submission) throws InterruptedException {
        SubmitReport report = report(-1);
        for (String id : taskIds) {
            submission.send(Submission.event(id, kind, account, model, submittedAt), report.ofId(id));
        }
        submission.await();
        return report.exitCode();
    }

    private int lines(Submission submission, String from) throws IOException, InterruptedException {
        long size = from.equals("-") ? -1 : Files.size(Path.of(from));
        SubmitReport report = report(size);
        try (InputStream in = from.equals("-") ? System.in : Files.newInputStream(Path.of(from))) {
            BoundedLines lines = new BoundedLines(in, LONGEST_LINE);
            long number = 0;
            for (Optional<BoundedLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                submit(submission, line.get(), report.ofLine(++number));
                report.progress(lines.bytes());
                if (stopped) {
                    report.stoppedAfter(number);
                    break;
                }
            }
        }
        submission.await();
        report.end();
        return report.exitCode();
    }

    private static void submit(Submission submission, BoundedLines.Line line, Submission.Fate fate)
            throws InterruptedException {
        if (!line.whole()) {
            fate.refused("is longer than " + LONGEST_LINE + " bytes");
        } else if (!new String(line.bytes(), StandardCharsets.ISO_8859_1).isBlank()) {
            submission.send(line.bytes(), fate);
        }
    }

    private SubmitReport report(long size) {
        return new SubmitReport(
                        command.commandLine().getOut(),
                        command.commandLine().getErr(),
                        output.isJson(),
                        size,
                        System::nanoTime)
                .knowing(accounts);
    }
}
