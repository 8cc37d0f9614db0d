package io.mpsbridge.cli;

import io.mpsbridge.simulator.Account;
import io.mpsbridge.simulator.Concurrency;
import io.mpsbridge.simulator.ModelDurations;
import io.mpsbridge.simulator.Simulator;
import io.mpsbridge.simulator.SimulatorSettings;
import io.mpsbridge.simulator.Workload;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        description = "Stands in for MPS, with its signatures, statuses and rate limit, but no images.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        footer = {
            "",
            "Every id that begins with sim- is a task. The rest of the id, separated by semicolons, controls it:",
            "  for=5s              how long it takes; with --concurrency, from its start",
            "  end=fail            how it ends: done or fail",
            "  at=1795428000000    when it was created, in milliseconds since 1970; default: at its first poll",
            "  model=NAME          the model whose --duration and slots apply",
            "  trouble=KIND        a fault of its own: http-503, garbage, empty, contradiction, reset, hang,",
            "                      no-urls, status-NAME, or an error code such as InternalError",
            "  trouble-for=25s     how long the fault lasts; default: forever",
            "For example sim-a;for=10s;trouble=http-500;trouble-for=5s"
        })
final class SimulateCommand implements Callable<Integer> {

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Host or address to listen on.")
    private String host = "";

    @Option(names = "--port", defaultValue = "8088", description = "Port; 0 picks a free one.")
    private int port;

    @Option(names = "--secret-id", defaultValue = "simulator", description = "The accepted secret id.")
    private String secretId = "";

    @Option(names = "--secret-key", defaultValue = "simulator-key", description = "The accepted secret key.")
    private String secretKey = "";

    @Option(names = "--token", description = "The accepted token, for temporary credentials.")
    private @Nullable String token;

    @Option(
            names = "--duration",
            paramLabel = "[<model>=]<spec>",
            defaultValue = "lognormal:20s,0.5",
            description = "How long tasks take: lognormal:MEDIAN,SIGMA, fixed:D, uniform:FROM,TO, exponential:MEAN;"
                    + " repeatable, with MODEL= in front for one model.")
    private List<String> durations = List.of();

    @Option(
            names = "--wait-share",
            defaultValue = "0.2",
            description = "The share of each duration spent in WAIT, without --concurrency.")
    private double waitShare;

    @Option(names = "--fail-ratio", defaultValue = "0", description = "The share of tasks that end with FAIL.")
    private double failRatio;

    @Option(names = "--seed", defaultValue = "1", description = "Random values follow from this and the task id.")
    private long seed;

    @Option(names = "--time-scale", defaultValue = "1", description = "How many times faster the durations run.")
    private double timeScale;

    @Option(
            names = "--concurrency",
            defaultValue = "0",
            description = "Tasks of a model that run at once; others WAIT for a free slot. 0: no queue.")
    private String concurrency = "";

    @Option(
            names = "--order",
            defaultValue = "fifo",
            description = "Which task gets a free slot: fifo, random, or priority (one in ten before all others).")
    private String order = "";

    @Option(names = "--rate-limit", defaultValue = "20", description = "Calls in any one second; 0: no limit.")
    private int rateLimit;

    @Option(names = "--max-tasks", defaultValue = "1000000", description = "Tasks to hold at most.")
    private int maxTasks;

    @Option(names = "--adopt-unknown", description = "Unknown ids become tasks at their first poll; sim-* always do.")
    private boolean adoptUnknown;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try (Simulator simulator = Simulator.start(settings(), InstantSource.system(), System::nanoTime)) {
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-stop"));
            command.commandLine()
                    .getOut()
                    .println("MPS is simulated at " + simulator.uri() + " (statistics: " + simulator.uri()
                            + "_simulator/stats)");
            command.commandLine().getOut().flush();
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        }
    }

    private SimulatorSettings settings() {
        try {
            Workload workload =
                    new Workload(ModelDurations.parse(durations), waitShare, failRatio, seed, timeScale, adoptUnknown);
            Account account = new Account(secretId, secretKey, Optional.ofNullable(token));
            return new SimulatorSettings(
                    host, port, account, workload, Concurrency.parse(concurrency, order), rateLimit, maxTasks);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
