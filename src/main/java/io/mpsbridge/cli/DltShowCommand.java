package io.mpsbridge.cli;

import io.mpsbridge.clients.KafkaSettings;
import io.mpsbridge.event.DeadLetter;
import io.mpsbridge.event.InboundRecord;
import io.mpsbridge.replay.DeadLetterReader;
import io.mpsbridge.replay.OffsetRange;
import io.mpsbridge.replay.Selection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        CommandLine own = command.commandLine();
        if (valueTo != null) {
            FileTrouble.writing("--value-to", valueTo).ifPresent(trouble -> {
                throw new ParameterException(own, trouble);
            });
        }
        KafkaSettings kafka = configuration.load().settings().kafka();
        if (!KafkaCommands.areReady(own, kafka, Set.of(kafka.topics().deadLetter()), "nothing can be shown")) {
            return ExitCode.FAILED;
        }
        AtomicReference<@Nullable DeadLetter> found = new AtomicReference<>();
        try (DeadLetterReader letters = DeadLetterReader.open(kafka, System::nanoTime)) {
            Selection selection = new Selection(null, null, Set.of(), Set.of(), List.of(place), true);
            letters.read(selection, 1, found::set);
        }
        DeadLetter letter = found.get();
        if (letter == null) {
            own.getErr()
                    .println("mps-bridge: there is no dead letter at " + place + " of "
                            + kafka.topics().deadLetter() + ". To list them: " + Invocation.command("dlt list"));
            return ExitCode.FAILED;
        }
        if (valueTo != null) {
            write(valueTo, letter.original().value());
        }
        Redriven redriven = Redriven.read(kafka, own.getErr());
        if (output.isJson()) {
            OutputOption.printJson(own.getOut(), json(letter, redriven));
        } else {
            print(letter, redriven, own.getOut());
        }
        return ExitCode.DONE;
    }

    private static Map<String, Object> json(DeadLetter letter, Redriven redriven) {
        Map<String, Object> json = DltListCommand.summary(letter, redriven);
        InboundRecord record = letter.original();
        put(json, "key", record.key());
        json.put(
                "headers",
                record.headers().stream()
                        .map(header -> {
                            Map<String, Object> each = new LinkedHashMap<>();
                            each.put("name", header.name());
                            put(each, "value", header.value());
                            return each;
                        })
                        .toList());
        put(json, "value", record.value());
        return json;
    }

    /** Bytes as text if they are UTF-8, else as base64 under another name; nothing for null. */
    private static void put(Map<String, Object> json, String name, byte @Nullable [] bytes) {
        if (bytes == null) {
            return;
        }
        try {
            json.put(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            json.put(name + "Base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static void write(Path file, byte @Nullable [] value) {
        try {
            Files.write(file, value == null ? new byte[0] : value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write --value-to " + file + ": " + FileTrouble.of(e, file), e);
        }
    }

    private static void print(DeadLetter letter, Redriven redriven, PrintWriter out) {
        InboundRecord record = letter.original();
        Table table = new Table("LETTER", letter.partition() + ":" + letter.offset());
        table.row("time", letter.at());
        table.row("code", letter.code());
        table.row("problem", letter.message());
        table.row("redriven", redriven.shown(letter));
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
