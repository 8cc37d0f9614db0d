package io.mpsbridge.cli;

import io.mpsbridge.config.Effective;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = "Shows what is in force and where each value comes from; secrets are masked.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ConfigCommand implements Callable<Integer> {

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        List<Effective> effective = configuration.load().effective();
        int keys = width(effective.stream().map(Effective::key).toList());
        int values = width(effective.stream().map(Effective::shown).toList());
        PrintWriter out = command.commandLine().getOut();
        for (Effective each : effective) {
            String line = String.format("%-" + keys + "s  %-" + values + "s  ", each.key(), each.shown());
            out.println(Text.line(line + each.origin()));
        }
        return ExitCode.DONE;
    }

    private static int width(List<String> column) {
        return column.stream().mapToInt(String::length).max().orElse(1) + 1;
    }
}
