package io.mpsbridge.cli;

import io.mpsbridge.replay.Mode;
import io.mpsbridge.replay.OffsetRange;
import io.mpsbridge.replay.RecordPatch;
import io.mpsbridge.replay.ReplayRequest;
import io.mpsbridge.replay.Selection;
import io.mpsbridge.replay.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "redrive",
        description =
                "Puts the records of dead letters back on the created topic. Only counts them unless --execute is given."
                        + " Skips records that would become dead letters again.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DltRedriveCommand implements Callable<Integer> {
    private static final long LARGEST_VALUE = 32L << 20;

    @Parameters(
            arity = "0..1",
            paramLabel = "<partition:offset>",
            converter = OffsetRangeConverter.class,
            description = "A single letter; without it, all that the options select.")
    private @Nullable OffsetRange place;

    @Option(
            names = "--value-file",
            paramLabel = "<file>",
            description = "For a single letter: send this file's content as the value.")
    private @Nullable Path valueFile;

    @Option(
            names = "--header",
            paramLabel = "<name>=<text>",
            description = "For a single letter: set this header; an empty text removes it. Repeatable.")
    private Map<String, String> headers = Map.of();

    @Option(
            names = "--name",
            paramLabel = "<name>",
            description = "Names the redrive; the same name resumes it. Default for a single letter:"
                    + " redrive-PARTITION-OFFSET, so that it is sent once.")
    private @Nullable String name;

    @Option(names = "--code", paramLabel = "<code>", description = "Only letters with this code; repeatable.")
    private List<String> codes = List.of();

    @Option(names = "--from", paramLabel = "<RFC 3339>", description = "Dead-lettered at this time or later.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "<RFC 3339>", description = "Dead-lettered before this time.")
    private @Nullable Instant to;

    @Mixin(name = "sending")
    private SendingOptions sending = new SendingOptions();

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        UsageMistakes mistakes = new UsageMistakes(command.commandLine());
        ReplayRequest request = mistakes.collect(() -> place == null ? many() : one(place));
        return sending.run(configuration.load().settings(), request, mistakes);
    }

    private ReplayRequest one(OffsetRange letter) {
        if (letter.first() != letter.last()) {
            throw usage("give a single letter as PARTITION:OFFSET, such as 0:17");
        }
        Selection selection = new Selection(from, to, Set.of(), Set.copyOf(codes), List.of(letter), true);
        String ownName = "redrive-" + letter.partition() + "-" + letter.first();
        return sending.request(name == null ? ownName : name, Source.DLT, Mode.REPROCESS, selection, patch());
    }

    private ReplayRequest many() {
        if (valueFile != null || !headers.isEmpty()) {
            throw usage("--value-file and --header patch a single letter: give its PARTITION:OFFSET");
        }
        if (name == null) {
            throw usage("--name is required unless a single letter is given as PARTITION:OFFSET");
        }
        Selection selection = new Selection(from, to, Set.of(), Set.copyOf(codes), List.of(), false);
        return sending.request(name, Source.DLT, Mode.REPROCESS, selection, null);
    }

    private @Nullable RecordPatch patch() {
        return valueFile == null && headers.isEmpty() ? null : new RecordPatch(value(), headers);
    }

    private byte @Nullable [] value() {
        if (valueFile == null) {
            return null;
        }
        try {
            if (Files.size(valueFile) > LARGEST_VALUE) {
                throw usage("--value-file " + valueFile + " is larger than any record can be");
            }
            return Files.readAllBytes(valueFile);
        } catch (IOException e) {
            throw usage("cannot read --value-file " + valueFile + ": " + FileTrouble.of(e, valueFile));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
