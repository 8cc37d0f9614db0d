package io.mpsbridge.cli;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.DeadLetter;
import io.mpsbridge.replay.DeadLetterReader;
import io.mpsbridge.replay.OffsetRange;
import io.mpsbridge.replay.Selection;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = "Lists dead letters and the problem with each.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DltListCommand implements Callable<Integer> {

    @Option(names = "--from", paramLabel = "<RFC 3339>", description = "Dead-lettered at this time or later.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "<RFC 3339>", description = "Dead-lettered before this time.")
    private @Nullable Instant to;

    @Option(
            names = "--partition",
            paramLabel = "<p:a-b>",
            converter = OffsetRangeConverter.class,
            description = "A partition, or its offsets a to b; repeatable.")
    private List<OffsetRange> partitions = List.of();

    @Option(names = "--code", paramLabel = "<code>", description = "Only letters with this code; repeatable.")
    private List<String> codes = List.of();

    @Option(
            names = "--limit",
            paramLabel = "<number>",
            defaultValue = "100",
            description = "List at most this many; all are counted. Default: 100.")
    private long limit;

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        CommandLine own = command.commandLine();
        PrintWriter out = own.getOut();
        KafkaSettings kafka = configuration.load().settings().kafka();
        if (!KafkaCommands.areReady(own, kafka, Set.of(kafka.topics().deadLetter()), "nothing can be listed")) {
            return ExitCode.FAILED;
        }
        try (DeadLetterReader letters = DeadLetterReader.open(kafka, System::nanoTime)) {
            Selection selection = new Selection(from, to, Set.of(), Set.copyOf(codes), partitions, true);
            Redriven redriven = Redriven.read(kafka, own.getErr());
            if (output.isJson()) {
                letters.read(selection, limit, letter -> OutputOption.printJson(out, summary(letter, redriven)));
                return ExitCode.DONE;
            }
            Table table = new Table("LETTER", "TIME", "RECORD", "CODE", "REDRIVEN", "PROBLEM");
            long found = letters.read(
                    selection,
                    limit,
                    letter -> table.row(
                            letter.partition() + ":" + letter.offset(),
                            letter.at(),
                            letter.original().topic() + "/" + letter.original().partition() + "/"
                                    + letter.original().offset(),
                            letter.code(),
                            redriven.shown(letter),
                            letter.message()));
            table.print(out);
            out.println(found + " dead letters" + (found > limit ? "; the first " + limit + " are listed" : ""));
            return ExitCode.DONE;
        }
    }

    /** What a letter is, without the record in it. */
    static Map<String, Object> summary(DeadLetter letter, Redriven redriven) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("partition", letter.partition());
        summary.put("offset", letter.offset());
        summary.put("putAsideAt", letter.at());
        summary.put("code", letter.code());
        summary.put("message", letter.message());
        summary.put("whole", letter.whole());
        summary.put("topic", letter.original().topic());
        summary.put("recordPartition", letter.original().partition());
        summary.put("recordOffset", letter.original().offset());
        redriven.names(letter).ifPresent(names -> summary.put("redriven", names));
        return summary;
    }
}
