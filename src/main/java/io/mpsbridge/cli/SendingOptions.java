package io.mpsbridge.cli;

import io.mpsbridge.config.Settings;
import io.mpsbridge.replay.Mode;
import io.mpsbridge.replay.RecordPatch;
import io.mpsbridge.replay.ReplayRequest;
import io.mpsbridge.replay.Selection;
import io.mpsbridge.replay.Source;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Options of all commands that send events again. */
final class SendingOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "<text>",
            description = "Why; saved with the progress for whoever asks later.")
    private String reason = "";

    @Option(
            names = "--rate",
            defaultValue = "20/s",
            paramLabel = "<N/s>",
            converter = Rate.class,
            description = "Send at most this many events per second. Default: 20/s.")
    private int rate;

    @Option(
            names = "--limit",
            paramLabel = "<number>",
            defaultValue = "9223372036854775807",
            description = "Send at most this many events, lowest partitions and offsets first. Default: no limit.")
    private long limit;

    @Option(names = "--execute", description = "Send. Without it, only count.")
    private boolean execute;

    @Option(names = "--report", paramLabel = "<file>", description = "Write the report to this file, as JSON.")
    private @Nullable Path report;

    @Mixin
    private OutputOption output = new OutputOption();

    ReplayRequest request(String name, Source source, Mode mode, Selection selection, @Nullable RecordPatch patch) {
        return new ReplayRequest(name, reason, source, mode, selection, rate, limit, patch);
    }

    /** Throws all mistakes, or runs the request. */
    int run(Settings settings, @Nullable ReplayRequest request, UsageMistakes mistakes) {
        check(mistakes);
        mistakes.report();
        return new ReplayRunner(command.commandLine(), output.isJson(), report)
                .run(settings, Objects.requireNonNull(request), execute);
    }

    /** The report's file has to be writable before anything is sent. */
    private void check(UsageMistakes mistakes) {
        if (report != null) {
            FileTrouble.writing("--report", report).ifPresent(trouble -> mistakes.add(trouble + "; nothing was sent"));
        }
    }

    /** {@code 20/s}, or {@code 20}. */
    static final class Rate implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            String number = value.endsWith("/s") ? value.substring(0, value.length() - 2) : value;
            if (!number.matches("\\d{1,6}")) {
                throw new TypeConversionException("must be events per second such as 20/s, is '" + value + "'");
            }
            return Integer.valueOf(number);
        }
    }
}
