package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Answer;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.task.Verdict.Unavailable;
import io.mpsbridge.task.Verdict.Unfinished;
import io.mpsbridge.testing.TestKeys;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * The certificates were made once by {@code keytool -genkeypair -alias tls -keyalg EC -groupname secp256r1 -dname
 * CN=localhost -ext san=dns:localhost,ip:127.0.0.1 -validity 36500 -storetype PKCS12 -storepass changeit}, the other
 * for elsewhere.example alone; {@code tls-trust.p12} trusts both.
 */
class MpsClientTlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";

    @AfterEach
    void trustTheUsualOnesAgain() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE + "Password");
    }

    @Test
    void aTrustedCertificateForTheHostIsAccepted() throws Exception {
        trustOurCertificates();

        assertThat(callToPeerWith("tls-localhost.p12")).isEqualTo(new Unfinished("RUN", "r-1"));
    }

    @Test
    void aTrustedCertificateForAnotherHostIsRefused() throws Exception {
        trustOurCertificates();

        assertRefusedBecause(callToPeerWith("tls-elsewhere.p12"), "localhost");
    }

    @Test
    void aCertificateOfAnUnknownIssuerIsRefused() throws Exception {
        assertRefusedBecause(callToPeerWith("tls-localhost.p12"), "certification path");
    }

    @Test
    void aPeerWithoutTlsIsATlsProblem() {
        try (Peer plain = Peer.raw(Mono.just("HTTP/1.1 400 Bad Request\r\n\r\n"), Peer::stayOpen)) {
            Verdict verdict = call(MpsFixtures.settings("https://localhost:" + plain.port(), MpsFixtures.PERMANENT));

            assertRefusedBecause(verdict, "does not speak TLS");
            assertThat(verdict.toString()).doesNotContain("485454502f", "HTTP/1.1", "Exception");
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsATlsProblem() {
        try (Peer silent = Peer.raw(Mono.never(), Peer::stayOpen)) {
            MpsSettings impatient = new MpsSettings(
                    MpsFixtures.impatient("https://localhost:" + silent.port()).endpoint(),
                    false,
                    null,
                    Duration.ofMillis(300),
                    Duration.ofSeconds(20),
                    2,
                    MpsFixtures.PERMANENT,
                    ProxySettings.NONE,
                    TlsSettings.NONE);

            assertRefusedBecause(call(impatient), "handshake timed out");
        }
    }

    private static Verdict callToPeerWith(String keyStore) throws Exception {
        SslContext tls = serverTls(keyStore);
        try (Peer peer = Peer.http(
                server -> server.secure(spec -> spec.sslContext(tls)),
                response -> response.sendString(Mono.just(Peer.RUN)))) {
            return call(MpsFixtures.settings("https://localhost:" + peer.port(), MpsFixtures.PERMANENT));
        }
    }

    private static Verdict call(MpsSettings settings) {
        MpsClient client = MpsFixtures.client(settings);
        try {
            return client.describe(TaskKind.IMAGE, "t", () -> true)
                    .map(Answer::verdict)
                    .block(PATIENCE);
        } finally {
            client.close().block(PATIENCE);
        }
    }

    private static void assertRefusedBecause(Verdict verdict, String reason) {
        assertThat(verdict).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
            assertThat(unavailable.code()).isEqualTo("tls");
            assertThat(unavailable.message())
                    .contains("could not be reached over TLS")
                    .contains(reason);
        });
    }

    private static void trustOurCertificates() throws Exception {
        URL trusted = MpsClientTlsTest.class.getResource("tls-trust.p12");
        System.setProperty(TRUST_STORE, Path.of(trusted.toURI()).toString());
        System.setProperty(TRUST_STORE + "Password", "changeit");
    }

    private static SslContext serverTls(String keyStore) throws Exception {
        return SslContextBuilder.forServer(TestKeys.managers(keyStore)).build();
    }
}
