package io.mpsbridge.cli;

import io.mpsbridge.app.Submission;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "submit",
        description = "Puts a task-created event on the topic for each task id.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SubmitCommand implements Callable<Integer> {

    @Parameters(paramLabel = "<task id>", arity = "1..*", description = "Ids that CreateAigcImageTask gave.")
    private List<String> taskIds = List.of();

    @Option(names = "--model", paramLabel = "<name>", description = "What the tasks are made with.")
    private @Nullable String model;

    @Option(names = "--submitted-at", paramLabel = "<RFC 3339>", description = "When MPS took them, if known.")
    private @Nullable Instant submittedAt;

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        List<Submission.Item> items = taskIds.stream()
                .map(id -> new Submission.Item(id, model, submittedAt))
                .toList();
        PrintWriter out = command.commandLine().getOut();
        try (Submission submission = new Submission(configuration.load().settings())) {
            List<String> places = submission.submit(items);
            for (int i = 0; i < places.size(); i++) {
                out.println(Text.line(taskIds.get(i)) + " is at " + places.get(i));
            }
        }
        return ExitCode.DONE;
    }
}
