package io.mpsbridge.cli;

import io.mpsbridge.check.Finding;
import io.mpsbridge.check.HostCheck;
import io.mpsbridge.check.KafkaCheck;
import io.mpsbridge.check.MpsCheck;
import io.mpsbridge.config.Settings;
import io.mpsbridge.input.ForeignText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Checks Kafka, topics, rights, credentials (one signed call) and the clock.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = configuration.load().settings();
        List<Finding> findings = new ArrayList<>(new KafkaCheck(settings).findings());
        findings.addAll(new MpsCheck(settings, System.getenv()).findings());
        findings.addAll(new HostCheck(settings).findings());
        PrintWriter out = command.commandLine().getOut();
        for (Finding finding : findings) {
            if (output.isJson()) {
                OutputOption.printJson(out, finding);
                continue;
            }
            print(out, finding);
        }
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.FAILED)
                ? ExitCode.DONE
                : ExitCode.FAILED;
    }

    /** The command has a line of its own, to be copied. */
    private static void print(PrintWriter out, Finding finding) {
        out.println(heading(finding.severity()) + ForeignText.clean(finding.what() + ": " + finding.message()));
        if (finding.fix() != null) {
            out.println("        fix: " + ForeignText.clean(finding.fix()));
        }
    }

    private static String heading(Finding.Severity severity) {
        return switch (severity) {
            case OK -> "ok      ";
            case NOTE -> "note    ";
            case WARNING -> "WARNING ";
            case FAILED -> "FAILED  ";
        };
    }
}
