package io.mpsbridge.cli;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.DeadLetter;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.input.ForeignText;
import io.mpsbridge.replay.DeadLetterReader;
import io.mpsbridge.replay.InvalidRequestException;
import io.mpsbridge.replay.OffsetRange;
import io.mpsbridge.replay.Selection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Shows a dead letter in full.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DltShowCommand implements Callable<Integer> {
    private static final int SHOWN_CHARS = 20_000;

    @Parameters(
            paramLabel = "<partition:offset>",
            converter = OffsetRangeConverter.class,
            description = "The letter, as `dlt list` shows it.")
    private OffsetRange place = new OffsetRange(0, 0, 0);

    @Option(
            names = "--value-to",
            paramLabel = "<file>",
            description = "Write the value to this file, to be fixed and sent with redrive --value-file.")
    private @Nullable Path valueTo;

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        AtomicReference<@Nullable DeadLetter> found = new AtomicReference<>();
        KafkaSettings kafka = configuration.load().settings().kafka();
        try (DeadLetterReader letters = DeadLetterReader.open(kafka, System::nanoTime)) {
            Selection selection = new Selection(null, null, Set.of(), Set.of(), List.of(place), true);
            letters.read(selection, 1, found::set);
        } catch (InvalidRequestException e) {
            command.commandLine().getErr().println("mps-bridge: " + ForeignText.clean(e.message(RequestOptions::name)));
            return ExitCode.FAILED;
        }
        DeadLetter letter = found.get();
        if (letter == null) {
            command.commandLine()
                    .getErr()
                    .println("mps-bridge: no dead letter at " + place + "; `dlt list` shows them");
            return ExitCode.FAILED;
        }
        if (valueTo != null) {
            write(valueTo, letter.original().value());
        }
        print(letter, command.commandLine().getOut());
        return ExitCode.DONE;
    }

    private static void write(Path file, byte @Nullable [] value) {
        try {
            Files.write(file, value == null ? new byte[0] : value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write --value-to " + file + ": " + FileTrouble.of(e, file), e);
        }
    }

    private static void print(DeadLetter letter, PrintWriter out) {
        InboundRecord record = letter.original();
        Table table = new Table("LETTER", letter.partition() + ":" + letter.offset());
        table.row("time", letter.at());
        table.row("code", letter.code());
        table.row("problem", letter.message());
        table.row("record", record.topic() + "/" + record.partition() + "/" + record.offset());
        table.row(
                "whole",
                letter.whole() ? "yes" : "no: redrive reads the record from the created topic, if still there");
        table.row("key", text(record.key()));
        record.headers().forEach(header -> table.row("header " + header.name(), text(header.value())));
        table.row("value", text(record.value()));
        table.print(out);
    }

    private static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "(none)";
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.length() <= SHOWN_CHARS
                ? text
                : text.substring(0, SHOWN_CHARS) + "… (" + bytes.length + " bytes; --value-to writes them all)";
    }
}
