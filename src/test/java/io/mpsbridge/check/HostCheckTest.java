package io.mpsbridge.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.check.Finding.Severity;
import io.mpsbridge.config.SettingsLoader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What of this machine keeps a bridge from starting. */
class HostCheckTest {

    @Test
    void aMachineThatIsWellHasNothingToTell() {
        assertThat(findings(Map.of("admin.port", "0"))).isEmpty();
    }

    @Test
    void aPortThatSomethingElseHasIsNamedWithTheWayOut() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(findings(Map.of("admin.port", String.valueOf(other.getLocalPort()))))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.severity()).isEqualTo(Severity.FAILED);
                        assertThat(finding.message())
                                .contains(
                                        "admin.port " + other.getLocalPort() + " on 127.0.0.1 is taken",
                                        "--admin.port");
                        assertThat(finding.fix()).matches("export ADMIN_PORT=[1-9]\\d+");
                        assertThat(finding.message()).contains(finding.fix().replaceFirst(".*=", "such as "));
                    });
        }
    }

    @Test
    void aPortThatARunningBridgeHasIsNoTrouble() {
        DisposableServer bridge = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get(
                        "/livez",
                        (request, response) -> response.sendString(Mono.just("{\"ok\":true,\"reasons\":[]}"))))
                .bindNow();
        try {
            assertThat(findings(Map.of("admin.port", String.valueOf(bridge.port()))))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE));
        } finally {
            bridge.disposeNow(Duration.ofSeconds(10));
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        // Reserved for documentation: nobody has it.
        assertThat(findings(Map.of("admin.host", "192.0.2.1")))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("admin.host 192.0.2.1 is no address of this machine");
    }

    private static List<Finding> findings(Map<String, String> further) {
        Map<String, String> given = new HashMap<>(Map.of("kafka.bootstrap.servers", "127.0.0.1:1"));
        given.putAll(further);
        return new HostCheck(new SettingsLoader(() -> "replica-1")
                        .load(given, Map.of(), null)
                        .settings())
                .findings();
    }
}
