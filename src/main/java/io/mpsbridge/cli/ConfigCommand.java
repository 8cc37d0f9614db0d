package io.mpsbridge.cli;

import io.mpsbridge.config.EffectiveProperty;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "config",
        description = "Shows the values in force and where each comes from; secrets are masked.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ConfigCommand implements Callable<Integer> {

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        List<EffectiveProperty> effective = configuration.load().effective();
        PrintWriter out = command.commandLine().getOut();
        if (output.isJson()) {
            effective.forEach(each -> OutputOption.printJson(
                    out, new Line(each.key(), each.shown(), each.origin().toString())));
            return ExitCode.DONE;
        }
        Table table = new Table("KEY", "VALUE", "ORIGIN");
        effective.forEach(each -> table.row(each.key(), each.shown(), each.origin()));
        table.print(out);
        return ExitCode.DONE;
    }

    private record Line(String key, String value, String origin) {}
}
