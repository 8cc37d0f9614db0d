package io.mpsbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code health} asks where a bridge with the same settings listens. */
class HealthCommandTest {

    private static final String READY = "{\"ok\":true,\"reasons\":[]}";

    private final List<HttpServer> servers = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path scratch;

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void theOptionOverridesTheEnvironmentAndThatTheFile() throws IOException {
        int ready = listen("127.0.0.1", 200, READY);
        int other = listen("127.0.0.1", 503, "{\"ok\":false,\"reasons\":[\"other\"]}");
        Path yaml = Files.writeString(scratch.resolve("bridge.yaml"), "admin:\n  port: " + ready + "\n");
        Path wrong = Files.writeString(scratch.resolve("bridge.properties"), "admin.port=" + other + "\n");

        assertThat(health(Map.of(), "--config=" + yaml)).isZero();
        assertThat(health(Map.of("ADMIN_PORT", "" + ready), "--config=" + wrong))
                .isZero();
        assertThat(health(Map.of("ADMIN_PORT", "" + other), "--admin.port=" + ready))
                .isZero();
        assertThat(out.toString().lines()).containsExactly("ready", "ready", "ready");
        assertThat(health(Map.of(), "--config=" + wrong)).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("not ready", "  other");
    }

    @Test
    void everyWayToListenOnAllAddressesMeansThisHost() throws IOException {
        int port = listen("0.0.0.0", 200, READY);

        for (String host : List.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0", "0", "localhost")) {
            assertThat(health(Map.of("ADMIN_HOST", host, "ADMIN_PORT", "" + port)))
                    .as(host)
                    .isZero();
        }
    }

    @Test
    void anIpv6AddressIsAsked() throws IOException {
        assumeThatCode(() -> listen("::1", 200, READY)).as("IPv6").doesNotThrowAnyException();
        int port = listen("::1", 200, READY);

        assertThat(health(Map.of("ADMIN_HOST", "::1"), "--admin.port=" + port)).isZero();
        servers.get(1).stop(0);
        assertThat(health(Map.of("ADMIN_HOST", "::1"), "--admin.port=" + port)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("nothing listens at http://[::1]:" + port + "/readyz");
    }

    @Test
    void theServiceLinksOfKubernetesAreNoPort() throws IOException {
        int port = listen("127.0.0.1", 200, READY);
        Path file = Files.writeString(scratch.resolve("a.properties"), "admin.port=" + port + "\n");

        assertThat(health(
                        Map.of("ADMIN_PORT", "tcp://10.0.0.1:8080", "ADMIN_SERVICE_HOST", "10.0.0.1"),
                        "--config=" + file))
                .isZero();
    }

    @Test
    void itIsTextForPeopleOrALineOfJson() throws IOException {
        int ready = listen("127.0.0.1", 200, READY);
        int waiting = listen("127.0.0.1", 503, "{\"ok\":false,\"reasons\":[\"kafka: no broker answers\"]}");

        assertThat(health(Map.of(), "--admin.port=" + ready)).isZero();
        assertThat(health(Map.of(), "--admin.port=" + waiting)).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString().lines()).containsExactly("ready", "not ready", "  kafka: no broker answers");
        assertThat(health(Map.of(), "--admin.port=" + waiting, "-o", "json")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).endsWith("{\"ok\":false,\"reasons\":[\"kafka: no broker answers\"]}\n");
    }

    @Test
    void nothingElseOfTheConfigurationMatters() throws IOException {
        int port = listen("127.0.0.1", 200, READY);

        assertThat(health(Map.of("ADMIN_PORT", "" + port, "MPS_RATE_LIMIT", "0", "POLL_MIN_INTERVAL", "soon")))
                .isZero();
    }

    @Test
    void aFreePortIsNotGuessed() {
        assertThat(health(Map.of("ADMIN_PORT", "0"))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("admin.port is 0", "`mps-bridge started`", "--admin.port");
    }

    @Test
    void whatIsNoPortOrHostIsAMistakeOfConfiguration() {
        assertThat(health(Map.of("ADMIN_PORT", "80800"))).isEqualTo(ExitCode.USAGE);
        assertThat(health(Map.of(), "--admin.host=a b", "--admin.port=web")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("admin.port must be from 0 to 65535, is '80800' (environment ADMIN_PORT)")
                .contains("admin.host must be a host name")
                .contains("admin.port must be a whole number");
    }

    @Test
    void anotherProgramAtThePortIsNoBridge() throws IOException {
        int port = listen("127.0.0.1", 404, "<h1>not here</h1>");

        assertThat(health(Map.of("ADMIN_PORT", "" + port))).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("http://127.0.0.1:" + port + "/readyz answers 404", "another program");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aHostWithoutAddressIsNamed() {
        assertThat(health(Map.of("ADMIN_HOST", "no-such-host.invalid"))).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("admin.host no-such-host.invalid cannot be resolved");
    }

    private int health(Map<String, String> environment, String... arguments) {
        CommandLine health = new CommandLine(new HealthCommand(environment));
        return health.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(Main::failed)
                .execute(arguments);
    }

    private int listen(String host, int status, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(host, 0), 0);
        servers.add(server);
        server.createContext("/readyz", exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server.getAddress().getPort();
    }
}
