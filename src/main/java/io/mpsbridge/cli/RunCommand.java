package io.mpsbridge.cli;

import io.mpsbridge.app.Bridge;
import io.mpsbridge.clients.ClientSettingsException;
import io.mpsbridge.config.Settings;
import io.mpsbridge.input.ForeignText;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Runs the bridge until SIGTERM.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {

    @Mixin(name = "configuration")
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = configuration.load().settings();
        Bridge bridge = Bridge.start(settings, System.getenv());
        Thread hook = new Thread(() -> stopped(bridge), "mps-bridge-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            bridge.awaitEnd();
            // The hook closed the bridge and is about to end the process.
            hook.join();
            return ExitCode.DONE;
        } catch (ExecutionException e) {
            command.commandLine().getErr().println("mps-bridge: " + ForeignText.clean(Text.reason(e)));
            Runtime.getRuntime().removeShutdownHook(hook);
            bridge.close();
            return e.getCause() instanceof ClientSettingsException ? ExitCode.USAGE : ExitCode.FAILED;
        }
    }

    /** Halts with 0: the JVM would exit with the signal's code although an orderly stop is a success. */
    private static void stopped(Bridge bridge) {
        bridge.close();
        Runtime.getRuntime().halt(ExitCode.DONE);
    }
}
