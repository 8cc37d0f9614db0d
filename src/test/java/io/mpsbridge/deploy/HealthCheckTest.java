package io.mpsbridge.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's health check, a script that asks as {@code health} does without starting Java. */
class HealthCheckTest {

    private static final Path SCRIPT = Path.of("docker", "health");

    private HttpServer server;
    private volatile int status = 200;

    @TempDir
    Path scratch;

    @BeforeEach
    void listen() throws IOException {
        assumeThat(Path.of("/bin/bash")).as("bash, which the image has").isExecutable();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/readyz", exchange -> {
            byte[] body = ("{\"ok\":" + (status == 200) + ",\"reasons\":[\"why \\\"so\\\"\"]}").getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private record Said(int exitCode, String text) {}

    @Test
    void itIsReadyOrNotAndSaysWhy() throws Exception {
        assertThat(check(Map.of("ADMIN_PORT", port())))
                .isEqualTo(new Said(0, "{\"ok\":true,\"reasons\":[\"why \\\"so\\\"\"]}\n"));
        status = 503;
        assertThat(check(Map.of("ADMIN_PORT", port())))
                .isEqualTo(new Said(1, "{\"ok\":false,\"reasons\":[\"why \\\"so\\\"\"]}\n"));
        server.stop(0);
        assertThat(check(Map.of("ADMIN_PORT", port())))
                .matches(said -> said.exitCode() == 1)
                .extracting(Said::text)
                .asString()
                .startsWith("nothing listens at 127.0.0.1 port " + port())
                .contains("ADMIN_PORT");
    }

    @Test
    void itFollowsTheEnvironmentAndTheOptionsOfTheBridgeInFrontOfIt() throws Exception {
        for (String host : List.of("0.0.0.0", "::", "", "localhost")) {
            assertThat(check(Map.of("ADMIN_PORT", port(), "ADMIN_HOST", host)).exitCode())
                    .as(host)
                    .isZero();
        }
        Map<String, String> wrong = Map.of("ADMIN_PORT", "1", "ADMIN_HOST", "192.0.2.1");
        assertThat(check(wrong, "java", "-jar", "a.jar", "run", "--admin.host=::", "--admin.port=" + port())
                        .exitCode())
                .isZero();
        assertThat(check(wrong, "tini", "--", "java", "run", "--admin.port", port(), "--admin.host", "127.0.0.1")
                        .exitCode())
                .isZero();
    }

    @Test
    void theServiceLinksOfKubernetesAreNoPort() throws Exception {
        assertThat(check(Map.of("ADMIN_PORT", "tcp://10.0.0.1:9999", "ADMIN_HOST", "127.0.0.1"))
                        .text())
                .doesNotContain("9999", "tcp:");
    }

    /** In place of Java, a script that tells how it was called. */
    @Test
    void onlyAFileThatSaysSomethingAboutItIsLeftToJava() throws Exception {
        Path file = Files.writeString(scratch.resolve("bridge.yaml"), "admin: {port: 9999}\n");
        Path other = Files.writeString(scratch.resolve("other.yaml"), "bridge: {group-id: a}\n");
        Path java = Files.writeString(scratch.resolve("java"), "#!/bin/bash\necho \"$@\"\nexit 7\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Map<String, String> environment =
                Map.of("ADMIN_PORT", port(), "PATH", scratch + File.pathSeparator + System.getenv("PATH"));

        Said asked = check(environment, "java", "run", "--config", file.toString(), "--admin.host=::");
        assertThat(asked.exitCode()).isEqualTo(7);
        assertThat(asked.text()).endsWith("-jar /app/mps-bridge.jar health --config=" + file + " --admin.host=::\n");
        assertThat(check(environment, "java", "run", "--config=" + other).exitCode())
                .isZero();
    }

    @Test
    void theImageHasItAndStartsNoJavaForIt() throws IOException {
        assertThat(Files.readString(Path.of("docker", "Dockerfile")))
                .contains("COPY --from=build /build/docker/health /app/\n")
                .contains("CMD [\"bash\", \"/app/health\"]\n");
    }

    private String port() {
        return String.valueOf(server.getAddress().getPort());
    }

    /** @param bridge the command line of process 1 */
    private Said check(Map<String, String> environment, String... bridge) throws Exception {
        Path commandLine = Files.writeString(scratch.resolve("cmdline"), String.join("\0", bridge) + "\0");
        Path output = scratch.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", SCRIPT.toString(), commandLine.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("PATH", System.getenv("PATH"));
        builder.environment().clear();
        builder.environment().putAll(all);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), Files.readString(output));
    }
}
