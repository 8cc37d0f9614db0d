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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = "Puts events on their topics once more. Without --execute it only counts.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReplayCommand implements Callable<Integer> {

    @Option(
            names = "--source",
            required = true,
            paramLabel = "created|completed|failed|dlt",
            description = "Which events are looked through.")
    private Source source = Source.CREATED;

    @Option(
            names = "--mode",
            defaultValue = "reprocess",
            paramLabel = "reprocess|republish",
            description = "reprocess: ask MPS about the tasks again. republish: put the terminal events of source"
                    + " completed or failed on their topic again, as they were. Default: reprocess.")
    private Mode mode = Mode.REPROCESS;

    @Option(names = "--from", paramLabel = "<RFC 3339>", description = "Records from this moment on.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "<RFC 3339>", description = "Records before this moment.")
    private @Nullable Instant to;

    @Option(
            names = "--partition",
            paramLabel = "<p:a-b>",
            converter = OffsetRangeConverter.class,
            description = "A partition, or offsets a to b of it; repeatable. In place of --from and --to, or beside.")
    private List<OffsetRange> partitions = List.of();

    @Option(
            names = "--task-id",
            paramLabel = "<id>|@<file>",
            description = "This task alone, or those that a file names, one a line; repeatable.")
    private List<String> taskIds = List.of();

    @Option(
            names = "--failure-reason",
            paramLabel = "<reason>",
            description = "Failed tasks with this reason, dead letters with this code alone; repeatable.")
    private List<String> failureReasons = List.of();

    @Option(names = "--include-replayed", description = "Events too that are replays themselves.")
    private boolean includeReplayed;

    @Mixin(name = "sending")
    private SendingOptions sending = new SendingOptions();

    @Option(
            names = "--name",
            required = true,
            paramLabel = "<name>",
            description = "Names the replay; the same name goes on where it stopped.")
    private String name = "";

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        return sending.run(configuration.load().settings(), request());
    }

    private ReplayRequest request() {
        if (partitions.isEmpty() && (from == null || to == null)) {
            throw new ParameterException(
                    command.commandLine(), "--from and --to are required, unless --partition says which offsets");
        }
        Set<String> ids = TaskIds.read(taskIds, command.commandLine());
        Selection selection = new Selection(from, to, ids, Set.copyOf(failureReasons), partitions, includeReplayed);
        return sending.request(name, source, mode, selection, null);
    }
}
