package io.mpsbridge.cli;

import io.mpsbridge.event.SchemaCheck;
import io.mpsbridge.event.Schemas;
import io.mpsbridge.input.ForeignText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "schema",
        description = "Shows the schemas, the AsyncAPI document and examples; checks events against them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class SchemaCommand {
    private static final int LARGEST_DOCUMENT = 32 << 20;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Command(name = "list", description = "Lists the documents.", mixinStandardHelpOptions = true)
    int list(@Mixin OutputOption output) {
        PrintWriter out = out();
        if (output.isJson()) {
            Schemas.all().forEach(document -> OutputOption.printJson(out, document));
            return ExitCode.DONE;
        }
        Table table = new Table("NAME", "MEDIA TYPE");
        Schemas.all().forEach(document -> table.row(document.name(), document.mediaType()));
        table.print(out);
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "Prints a document.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "<name>", description = "A name from `schema list`.") String name) {
        Optional<Schemas.Document> document = Schemas.find(name).or(() -> Schemas.find(name + ".schema.json"));
        if (document.isEmpty()) {
            throw usage("no document '" + name + "'; `schema list` names them");
        }
        PrintWriter out = out();
        out.print(document.get().text());
        out.flush();
        return ExitCode.DONE;
    }

    @Command(
            name = "validate",
            description =
                    "Lists the problems in the data of an event, and in its headers; for task-created also in a whole"
                            + " structured-mode CloudEvent.",
            mixinStandardHelpOptions = true)
    int validate(
            @Option(
                            names = "--event",
                            defaultValue = "task-created",
                            paramLabel = "<event>",
                            description = "task-created (the default), task-completed or task-failed.")
                    String event,
            @Option(
                            names = "--header",
                            paramLabel = "<name>=<text>",
                            description = "A header of the record, such as ce_id=42, for an event in binary mode;"
                                    + " repeatable.")
                    @Nullable Map<String, String> headers,
            @Mixin OutputOption output,
            @Parameters(paramLabel = "<file>", description = "A file with one JSON document; - for standard input.")
                    String file) {
        if (!Schemas.events().contains(event)) {
            throw usage("--event must be one of " + String.join(", ", Schemas.events()) + ", is '" + event + "'");
        }
        List<String> problems = SchemaCheck.problems(event, document(file), headers == null ? Map.of() : headers);
        PrintWriter out = out();
        if (output.isJson()) {
            OutputOption.printJson(out, new Validity(problems.isEmpty(), problems));
        } else if (problems.isEmpty()) {
            out.println("valid " + event);
        } else {
            problems.forEach(problem -> out.println(ForeignText.clean(problem)));
        }
        out.flush();
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private record Validity(boolean valid, List<String> problems) {}

    private byte[] document(String file) {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] document = in.readNBytes(LARGEST_DOCUMENT + 1);
            if (document.length > LARGEST_DOCUMENT) {
                throw usage("'" + file + "' is larger than any record can be");
            }
            return document;
        } catch (IOException e) {
            throw usage("cannot read " + file + ": " + FileTrouble.of(e, Path.of(file)));
        }
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
