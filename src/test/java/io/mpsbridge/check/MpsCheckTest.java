package io.mpsbridge.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.check.Finding.Severity;
import io.mpsbridge.config.SettingsLoader;
import io.mpsbridge.testing.ForwardProxy;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What {@code check} says of the way to MPS. Certificates: see {@code MpsClientPemTest}. */
class MpsCheckTest {

    private static final String NAME = "localhost";
    private static final Instant WHEN_THEY_WERE_MADE = Instant.parse("2026-11-28T12:00:00Z");

    private DisposableServer mps;
    private ForwardProxy proxy;
    private volatile String answer = "{\"Response\":{\"Status\":\"RUN\",\"RequestId\":\"r-1\"}}";

    @BeforeEach
    void start() throws Exception {
        SslContext tls = SslContextBuilder.forServer(
                        pem("server.pem").toFile(), pem("server-pkcs8.pem").toFile())
                .trustManager(pem("authority.pem").toFile())
                .clientAuth(ClientAuth.OPTIONAL)
                .build();
        mps = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .secure(spec -> spec.sslContext(tls))
                .handle((request, response) -> response.sendString(Mono.fromSupplier(() -> answer)))
                .bindNow();
        proxy = ForwardProxy.start(Map.of(NAME + ":" + mps.port(), mps.port()));
    }

    @AfterEach
    void stop() {
        proxy.close();
        mps.disposeNow(Duration.ofSeconds(10));
    }

    @Test
    void theRouteAndBothCertificatesAreTold() {
        List<Finding> findings = findings(
                WHEN_THEY_WERE_MADE,
                Map.of(
                        "mps.proxy.url", "http://user:hush@localhost:" + proxy.port(),
                        "mps.tls.trust", pem("authority.pem").toString(),
                        "mps.tls.certificate", pem("ec-client.pem").toString(),
                        "mps.tls.key", pem("ec-client-sec1.pem").toString()));

        assertThat(findings)
                .contains(
                        Finding.good("route", "by the proxy http://localhost:" + proxy.port() + " (mps.proxy.url)"),
                        Finding.good("certificate", certified("server", 37)),
                        Finding.good("client certificate", certified("ec-client", 38)))
                .noneMatch(finding -> finding.toString().contains("hush"));
    }

    @Test
    void aCertificateThatEndsWithinTwoWeeksIsAWarning() {
        Map<String, String> trusting =
                Map.of("mps.tls.trust", pem("authority.pem").toString());

        assertThat(findings(Instant.parse("2126-11-01T18:00:00Z"), trusting)).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.what()).isEqualTo("certificate");
            assertThat(finding.message()).contains("ends in 3 days: whoever runs https://localhost");
        });
        assertThat(findings(Instant.parse("2126-12-01T00:00:00Z"), trusting))
                .anyMatch(finding -> finding.message().contains("has ended"));
    }

    @Test
    void anAuthorityThatIsNotTrustedFailsWithTheCertificateInTheWords() {
        assertThat(findings(WHEN_THEY_WERE_MADE, Map.of()))
                .anySatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.FAILED);
                    assertThat(finding.message()).contains("CN=server, issued by CN=authority", "mps.tls.trust");
                })
                .anyMatch(finding -> finding.message().startsWith("direct: no proxy is set"));
    }

    @Test
    void eachAccountIsCheckedAndTheWayToOneEndpointToldOnce() {
        List<Finding> findings = findings(
                WHEN_THEY_WERE_MADE,
                Map.of(
                        "mps.tls.trust", pem("authority.pem").toString(),
                        "mps.accounts.same.secret-id", "same",
                        "mps.accounts.same.secret-key", "key",
                        "mps.accounts.other.secret-id", "other",
                        "mps.accounts.other.secret-key", "key",
                        "mps.accounts.other.endpoint", "https://127.0.0.1:" + mps.port()));

        assertThat(findings)
                .extracting(Finding::what)
                .containsOnlyOnce("route", "certificate", "route of account other")
                .contains(
                        "mps https://" + NAME + ":" + mps.port(),
                        "mps https://" + NAME + ":" + mps.port() + " of account same",
                        "mps https://127.0.0.1:" + mps.port() + " of account other")
                .doesNotContain("route of account same");
    }

    @Test
    void filesThatNoConnectionAsksForAreLookedAtAllTheSame(@TempDir Path directory) throws Exception {
        Path broken = Files.writeString(directory.resolve("ca.pem"), "no certificate");

        List<Finding> findings = findings(
                WHEN_THEY_WERE_MADE, Map.of("mps.endpoint", "http://127.0.0.1:1", "mps.tls.trust", broken.toString()));

        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains("is not https://", "would not work", "mps.tls.trust", "ca.pem");
        });
        assertThat(findings(
                        WHEN_THEY_WERE_MADE,
                        Map.of(
                                "mps.endpoint",
                                "http://127.0.0.1:1",
                                "mps.tls.trust",
                                pem("authority.pem").toString())))
                .anyMatch(finding ->
                        finding.severity() == Severity.NOTE && finding.message().contains("mps.tls.* is not used"));
    }

    @Test
    void aQuotaThatIsUsedUpIsAWarningThatNamesWhoMayShareIt() {
        answer = "{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"slow down\"},"
                + "\"RequestId\":\"r-1\"}}";

        assertThat(findings(
                        WHEN_THEY_WERE_MADE,
                        Map.of("mps.tls.trust", pem("authority.pem").toString())))
                .anySatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.message())
                            .contains("credentials accepted", "RequestLimitExceeded", "mps.rate-limit");
                });
    }

    private static String certified(String name, int second) {
        return "CN=" + name + ", issued by CN=authority,O=mps-bridge test, valid until 2126-11-04T18:23:" + second
                + "Z";
    }

    private List<Finding> findings(Instant now, Map<String, String> further) {
        Map<String, String> given = new HashMap<>(Map.of(
                "kafka.bootstrap.servers", "127.0.0.1:1",
                "mps.endpoint", "https://" + NAME + ":" + mps.port(),
                "tencentcloud.secret-id", "id",
                "tencentcloud.secret-key", "key"));
        given.putAll(further);
        return new MpsCheck(
                        new SettingsLoader(() -> "replica-1")
                                .load(given, Map.of(), null)
                                .settings(),
                        Map.of(),
                        InstantSource.fixed(now))
                .findings();
    }

    private static Path pem(String name) {
        try {
            return Path.of(MpsCheckTest.class
                    .getResource("/io/mpsbridge/mps/pem/" + name)
                    .toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
