package io.mpsbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mpsbridge.admin.AdminSettings;
import io.mpsbridge.config.ConfigKeys;
import io.mpsbridge.config.SettingsLoader;
import io.mpsbridge.input.ForeignText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "health",
        description = "Asks the bridge on this host whether it is ready, where run listens with the same settings.",
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Map<String, String> environment;

    @Option(names = "--config", paramLabel = "<file>", description = "The .properties or .yaml file of run.")
    private @Nullable Path file;

    @Option(names = "--admin.host", paramLabel = "<text>", description = "Address that the admin port listens on.")
    private @Nullable String host;

    @Option(names = "--admin.port", paramLabel = "<number>", description = "The admin port. Default: 8080.")
    private @Nullable String port;

    @Option(names = "--live", description = "Ask whether it is alive instead of ready.")
    private boolean live;

    @Mixin
    private OutputOption output = new OutputOption();

    @Spec
    private CommandSpec command = CommandSpec.create();

    /** @param environment the variables that {@code run} has too */
    HealthCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        AdminSettings admin = new SettingsLoader(() -> "").loadAdmin(given(), environment, file);
        if (admin.port() == 0) {
            throw new ParameterException(
                    command.commandLine(),
                    "admin.port is 0, so the bridge chose a free port: its log names it at `mps-bridge started`;"
                            + " give it with --admin.port");
        }
        String where = "http://" + (admin.host().contains(":") ? "[" + admin.host() + "]" : admin.host()) + ":"
                + admin.port() + path();
        try {
            HttpResponse<String> response = ask(admin);
            if (response.statusCode() != 200 && response.statusCode() != 503) {
                return failed(where + " answers " + response.statusCode()
                        + ", as no bridge does: another program has this port; set another admin.port (ADMIN_PORT)");
            }
            print(response.body());
            return response.statusCode() == 200 ? ExitCode.DONE : ExitCode.FAILED;
        } catch (UnknownHostException e) {
            return failed("admin.host " + admin.host() + " cannot be resolved; give an address with --admin.host");
        } catch (ConnectException e) {
            return failed(
                    "nothing listens at " + where + ": no bridge runs on this host, or it has another admin.host or"
                            + " admin.port; give the same --config, --admin.host and --admin.port as to run");
        } catch (IOException e) {
            return failed("no answer from " + where + " (" + Text.reason(e)
                    + "): another program may have this port; set another admin.port (ADMIN_PORT)");
        } catch (TimeoutException e) {
            return failed("no answer from " + where + " within " + TIMEOUT.toSeconds()
                    + " s: the bridge is stuck or starved of CPU; its log and a thread dump (jstack) say more");
        }
    }

    private void print(String body) {
        PrintWriter out = command.commandLine().getOut();
        JsonNode health = read(body);
        if (output.isJson() || !health.path("ok").isBoolean()) {
            out.println(ForeignText.clean(body.strip()));
            return;
        }
        String state = live ? "alive" : "ready";
        out.println(health.path("ok").booleanValue() ? state : "not " + state);
        health.path("reasons").forEach(reason -> out.println("  " + ForeignText.clean(reason.asText())));
    }

    private static JsonNode read(String body) {
        try {
            return new JsonMapper().readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // shown as it is
        }
    }

    private Map<String, String> given() {
        Map<String, String> given = new HashMap<>();
        if (host != null) {
            given.put(ConfigKeys.ADMIN_HOST.name(), host);
        }
        if (port != null) {
            given.put(ConfigKeys.ADMIN_PORT.name(), port);
        }
        return given;
    }

    private String path() {
        return live ? "/livez" : "/readyz";
    }

    private HttpResponse<String> ask(AdminSettings admin) throws IOException, InterruptedException, TimeoutException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
        HttpRequest request = HttpRequest.newBuilder(uri(admin)).build();
        try {
            return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        }
    }

    /** By address, since a URI cannot have every host name. All addresses (0.0.0.0, ::) include IPv4's loopback. */
    private URI uri(AdminSettings admin) throws UnknownHostException {
        InetAddress address = InetAddress.getByName(admin.host());
        String reached = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        try {
            return new URI("http", null, reached, admin.port(), path(), null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an address is no host: " + reached, e);
        }
    }

    private int failed(String message) {
        command.commandLine().getErr().println("mps-bridge: " + ForeignText.clean(message));
        return ExitCode.FAILED;
    }
}
