package io.mpsbridge.cli;

import io.mpsbridge.input.ForeignText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "health",
        description = "Asks the bridge on this host whether it is ready; for container health checks.",
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Option(
            names = "--admin.port",
            paramLabel = "<number>",
            defaultValue = "${env:ADMIN_PORT:-8080}",
            description = "The admin port. Default: ADMIN_PORT, else 8080.")
    private int port;

    @Option(names = "--live", description = "Ask whether it is alive instead of ready.")
    private boolean live;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + (live ? "/livez" : "/readyz"));
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            command.commandLine().getOut().println(ForeignText.clean(response.body()));
            return response.statusCode() == 200 ? ExitCode.DONE : ExitCode.FAILED;
        } catch (IOException e) {
            command.commandLine()
                    .getErr()
                    .println("mps-bridge: no answer from " + uri + "; is the bridge running with this --admin.port?");
            return ExitCode.FAILED;
        }
    }
}
