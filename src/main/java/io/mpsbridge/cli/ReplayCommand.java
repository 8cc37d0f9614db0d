package io.mpsbridge.cli;

import io.mpsbridge.replay.Mode;
import io.mpsbridge.replay.OffsetRange;
import io.mpsbridge.replay.ReplayRequest;
import io.mpsbridge.replay.Selection;
import io.mpsbridge.replay.Source;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = "Sends events again. Only counts them unless --execute is given.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReplayCommand implements Callable<Integer> {

    @Option(
            names = "--source",
            required = true,
            paramLabel = "created|completed|failed|dlt",
            description = "Which events to select from.")
    private Source source = Source.CREATED;

    @Option(
            names = "--mode",
            defaultValue = "reprocess",
            paramLabel = "reprocess|republish",
            description = "reprocess: ask MPS about the tasks again. republish: send the terminal events of source"
                    + " completed or failed again, unchanged. Default: reprocess.")
    private Mode mode = Mode.REPROCESS;

    @Option(names = "--from", paramLabel = "<RFC 3339>", description = "Records of this time or later.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "<RFC 3339>", description = "Records from before this time.")
    private @Nullable Instant to;

    @Option(
            names = "--partition",
            paramLabel = "<p:a-b>",
            converter = OffsetRangeConverter.class,
            description = "A partition, or its offsets a to b; repeatable. Instead of --from and --to, or with them.")
    private List<OffsetRange> partitions = List.of();

    @Option(
            names = "--task-id",
            paramLabel = "<id>|@<file>",
            description = "Only this task, or the tasks in a file, one id per line; repeatable.")
    private List<String> taskIds = List.of();

    @Option(
            names = "--failure-reason",
            paramLabel = "<reason>",
            description = "Only failed tasks with this reason, or dead letters with this code; repeatable.")
    private List<String> failureReasons = List.of();

    @Option(names = "--include-replayed", description = "Include events that are replays themselves.")
    private boolean includeReplayed;

    @Mixin(name = "sending")
    private SendingOptions sending = new SendingOptions();

    @Option(
            names = "--name",
            required = true,
            paramLabel = "<name>",
            description = "Names the replay; the same name resumes it.")
    private String name = "";

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        UsageMistakes mistakes = new UsageMistakes(command.commandLine());
        mistakes.require(
                !partitions.isEmpty() || (from != null && to != null),
                "--from and --to are required unless --partition is given");
        Set<String> ids = mistakes.collect(() -> TaskIds.read(taskIds, command.commandLine()));
        ReplayRequest request = mistakes.collect(() -> request(ids == null ? Set.of() : ids));
        return sending.run(configuration.load().settings(), request, mistakes);
    }

    private ReplayRequest request(Set<String> ids) {
        Selection selection = new Selection(from, to, ids, Set.copyOf(failureReasons), partitions, includeReplayed);
        return sending.request(name, source, mode, selection, null);
    }
}
