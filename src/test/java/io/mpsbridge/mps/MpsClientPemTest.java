package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Answer;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.task.Verdict.Unavailable;
import io.mpsbridge.task.Verdict.Unfinished;
import io.mpsbridge.testing.BlockRecorder;
import io.mpsbridge.testing.CapturedLog;
import io.mpsbridge.testing.ForwardProxy;
import io.mpsbridge.testing.TestKeys;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerResponse;

/**
 * TLS by PEM files. Those in {@code pem} were made once by openssl: two authorities, servers for localhost, clients
 * with keys in the forms that tools write.
 */
class MpsClientPemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final Queue<Mono<Void>> closing = new ArrayDeque<>();
    private final AtomicLong nanos = new AtomicLong();
    /** The clients of the calls, in order. */
    private final List<String> clients = new CopyOnWriteArrayList<>();

    private volatile Mono<String> answer = Mono.just(Peer.RUN);
    private Peer peer;

    @BeforeEach
    void start() {
        BlockRecorder.forget();
        peer = peer("server", ClientAuth.OPTIONAL);
    }

    @AfterEach
    void stop() {
        assertThat(BlockRecorder.found()).isEmpty();
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
        closing.forEach(client -> client.block(PATIENCE));
        peer.close();
    }

    @Test
    void anAuthorityOfAFileIsTrusted() {
        assertThat(call(client(trust("authority.pem")))).isInstanceOf(Unfinished.class);
        assertThat(call(client(trust("other-authority.pem", "authority.pem")))).isInstanceOf(Unfinished.class);
    }

    @Test
    void anAuthorityThatIsNotTrustedIsNamedWithTheWayOut() {
        assertThat(tlsProblem(client(trust("other-authority.pem"))))
                .contains(
                        "certification path",
                        "CN=server, issued by CN=authority",
                        "valid until 2126-11-04",
                        "mps.tls.trust");
    }

    @Test
    void filesAddToTheTrustOfTheRuntimeUnlessTheyAreToReplaceIt() throws Exception {
        URI store = MpsClientPemTest.class.getResource("tls-trust.p12").toURI();
        System.setProperty("javax.net.ssl.trustStore", Path.of(store).toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        try (ForwardProxy proxy = ForwardProxy.startTls(
                Map.of("localhost:" + peer.port(), peer.port()), TestKeys.context("tls-localhost.p12"))) {
            String url = "https://localhost:" + proxy.port();
            TlsSettings added = trust("authority.pem");
            TlsSettings alone = new TlsSettings(added.trust(), true, null, null, null, null);

            // The proxy's certificate is trusted by the runtime, the endpoint's by the file.
            assertThat(call(client(added, MpsFixtures.proxy(url), "https://localhost:" + peer.port())))
                    .isInstanceOf(Unfinished.class);
            Verdict verdict = call(client(alone, MpsFixtures.proxy(url), "https://localhost:" + peer.port()));
            assertThat(verdict).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
                assertThat(unavailable.code()).isEqualTo("proxy");
                assertThat(unavailable.message()).contains("could not be reached over TLS", "mps.tls.trust");
            });
        }
    }

    @Test
    void theEndpointsNameIsVerifiedThroughAProxyToo() {
        String name = "mps.elsewhere.invalid";
        try (ForwardProxy proxy = ForwardProxy.start(Map.of(name + ":443", peer.port()))) {
            Verdict verdict = call(client(
                    trust("authority.pem"), MpsFixtures.proxy("http://localhost:" + proxy.port()), "https://" + name));

            assertThat(verdict).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
                assertThat(unavailable.code()).isEqualTo("tls");
                assertThat(unavailable.message())
                        .contains(name + ", by the proxy", "No subject alternative DNS name matching " + name);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-client, rsa-client-pkcs8, ",
        "rsa-client, rsa-client-pkcs1, ",
        "rsa-client, rsa-client-encrypted, changeit",
        "ec-client, ec-client-pkcs8, ",
        "ec-client, ec-client-sec1, ",
        "ed-client, ed-client-pkcs8, ",
    })
    void theBridgeShowsItsCertificateWhateverTheFormOfItsKey(String certificate, String key, String password) {
        TlsSettings settings = new TlsSettings(
                List.of(pem("authority.pem")), false, pem(certificate + ".pem"), pem(key + ".pem"), password, null);

        assertThat(call(client(settings))).isInstanceOf(Unfinished.class);
        assertThat(clients).containsExactly("CN=" + certificate);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rsa-client | rsa-client-encrypted | wrong | mps.tls.key-password does not decrypt",
                "rsa-client | rsa-client-encrypted |       | set mps.tls.key-password",
                "rsa-client | rsa-client-openssl   | x     | openssl pkcs8 -topk8",
                "rsa-client | ec-client-pkcs8      |       | holds no RSA key",
                "ec-client  | other-client-pkcs8   |       | another key than that of mps.tls.certificate",
                "rsa-client | rsa-client           |       | holds no private key",
            })
    void aKeyThatCannotBeUsedIsToldWithItsFileAndTheWayOut(
            String certificate, String key, String password, String problem) {
        TlsSettings settings = new TlsSettings(
                List.of(pem("authority.pem")), false, pem(certificate + ".pem"), pem(key + ".pem"), password, null);

        assertThat(filesProblem(client(settings))).contains("mps.tls.key: ", key + ".pem", problem);
        assertThat(clients).isEmpty();
    }

    @Test
    void aPeerThatDemandsACertificateIsToldWithTheKeys() {
        try (Peer strict = peer("server", ClientAuth.REQUIRE)) {
            Verdict verdict =
                    call(client(trust("authority.pem"), ProxySettings.NONE, "https://localhost:" + strict.port()));

            assertThat(((Unavailable) verdict).message()).contains("mps.tls.certificate and mps.tls.key");
        }
    }

    @Test
    void changedFilesAreInForceFromTheNextConnectionOnAndCallsUnderWayGoOn() throws Exception {
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        publish("rsa-client", "rsa-client-pkcs1");
        MpsClient client = client(new TlsSettings(List.of(pem("authority.pem")), false, certificate, key, null, null));
        Sinks.One<String> slow = Sinks.one();
        CountDownLatch asked = new CountDownLatch(1);
        answer = slow.asMono().doOnSubscribe(subscription -> asked.countDown());
        Mono<Verdict> underWay = client.describe(TaskKind.IMAGE, "slow", () -> true)
                .map(Answer::verdict)
                .cache();
        underWay.subscribe();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        answer = Mono.just(Peer.RUN);
        assertThat(call(client)).isInstanceOf(Unfinished.class);

        publish("ec-client", "ec-client-sec1");
        laterThanFresh();
        assertThat(call(client)).isInstanceOf(Unfinished.class);
        assertThat(slow.tryEmitValue(Peer.RUN)).isEqualTo(Sinks.EmitResult.OK);
        assertThat(underWay.block(PATIENCE)).isInstanceOf(Unfinished.class);
        assertThat(call(client)).isInstanceOf(Unfinished.class);

        assertThat(clients).containsExactly("CN=rsa-client", "CN=rsa-client", "CN=ec-client", "CN=ec-client");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE-----\nMIIB",
                "",
                "rubbish",
                "-----BEGIN CERTIFICATE-----\n" + "AAAA" + "\n-----END CERTIFICATE-----\n"
            })
    void aHalfWrittenFileKeepsTheFormerOneAndIsToldOnce(String half) throws Exception {
        Path trust = directory.resolve("ca.crt");
        Files.copy(pem("authority.pem"), trust);
        MpsClient client = client(new TlsSettings(List.of(trust), true, null, null, null, null));
        assertThat(call(client)).isInstanceOf(Unfinished.class);

        try (CapturedLog log = CapturedLog.of(Reloaded.class)) {
            Files.writeString(trust, half);
            for (int i = 0; i < 3; i++) {
                laterThanFresh();
                assertThat(call(client)).isInstanceOf(Unfinished.class);
            }
            Files.copy(pem("authority.pem"), trust, StandardCopyOption.REPLACE_EXISTING);
            laterThanFresh();
            assertThat(call(client)).isInstanceOf(Unfinished.class);

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("the former ones stay") && line.contains("mps.tls.trust"))
                    .hasSize(1);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("can be used again"))
                    .hasSize(1);
        }
        assertThat(peer.connections).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void filesThatComeLateHealByThemselves() throws Exception {
        Path trust = directory.resolve("ca.crt");
        MpsClient client = client(new TlsSettings(List.of(trust), true, null, null, null, null));
        assertThat(filesProblem(client)).contains("mps.tls.trust: " + trust + " does not exist: write it");

        Files.copy(pem("authority.pem"), trust);
        laterThanFresh();

        assertThat(call(client)).isInstanceOf(Unfinished.class);
    }

    /** As Kubernetes does it: a new directory, then one link swapped for another in one step. */
    private void publish(String certificate, String key) throws Exception {
        Path version = Files.createTempDirectory(directory, "..v");
        Files.copy(pem(certificate + ".pem"), version.resolve("tls.crt"));
        Files.copy(pem(key + ".pem"), version.resolve("tls.key"));
        Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), version);
        Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (String name : List.of("tls.crt", "tls.key")) {
            if (Files.notExists(directory.resolve(name))) {
                Files.createSymbolicLink(directory.resolve(name), Path.of("..data", name));
            }
        }
    }

    private void laterThanFresh() {
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    }

    private Peer peer(String name, ClientAuth clientAuth) {
        try {
            var tls = SslContextBuilder.forServer(file(name + ".pem"), file(name + "-pkcs8.pem"))
                    .trustManager(file("authority.pem"))
                    .clientAuth(clientAuth)
                    .build();
            return Peer.http(
                    server -> server.secure(spec -> spec.sslContext(tls)),
                    response -> response.withConnection(connection -> clients.add(principal(response)))
                            .sendString(answer));
        } catch (javax.net.ssl.SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String principal(HttpServerResponse response) {
        String[] name = {""};
        response.withConnection(connection -> {
            try {
                name[0] = connection
                        .channel()
                        .pipeline()
                        .get(SslHandler.class)
                        .engine()
                        .getSession()
                        .getPeerPrincipal()
                        .getName();
            } catch (SSLPeerUnverifiedException e) {
                name[0] = "nobody";
            }
        });
        return name[0];
    }

    private static TlsSettings trust(String... names) {
        return new TlsSettings(
                List.of(names).stream().map(MpsClientPemTest::pem).toList(), false, null, null, null, null);
    }

    private MpsClient client(TlsSettings tls) {
        return client(tls, ProxySettings.NONE, "https://localhost:" + peer.port());
    }

    private MpsClient client(TlsSettings tls, ProxySettings proxy, String endpoint) {
        MpsSettings settings = new MpsSettings(
                URI.create(endpoint),
                false,
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                2,
                MpsFixtures.PERMANENT,
                proxy,
                tls);
        MpsClient client =
                MpsClient.create(settings, MpsFixtures.source(MpsFixtures.PERMANENT), MpsFixtures.CLOCK, nanos::get);
        closing.add(client.close());
        return client;
    }

    private static Verdict call(MpsClient client) {
        return client.describe(TaskKind.IMAGE, "t", () -> true)
                .map(Answer::verdict)
                .block(PATIENCE);
    }

    private static String tlsProblem(MpsClient client) {
        return problem(client, "tls");
    }

    private static String filesProblem(MpsClient client) {
        return problem(client, "files");
    }

    private static String problem(MpsClient client, String code) {
        Verdict verdict = call(client);
        assertThat(verdict).isInstanceOf(Unavailable.class);
        assertThat(((Unavailable) verdict).code()).isEqualTo(code);
        return ((Unavailable) verdict).message();
    }

    private static File file(String name) {
        return pem(name).toFile();
    }

    private static Path pem(String name) {
        try {
            return Path.of(MpsClientPemTest.class.getResource("pem/" + name).toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
