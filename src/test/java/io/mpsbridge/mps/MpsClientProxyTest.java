package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.task.Answer;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.task.Verdict.Unavailable;
import io.mpsbridge.task.Verdict.Unfinished;
import io.mpsbridge.testing.BlockRecorder;
import io.mpsbridge.testing.ForwardProxy;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Calls by a proxy that alone knows the endpoint's name. */
class MpsClientProxyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NAME = "mps.known-to-the-proxy.invalid";
    private static final String ENDPOINT = "http://" + NAME;

    private final Queue<Mono<Void>> closing = new ArrayDeque<>();
    private Peer peer;
    private ForwardProxy proxy;

    @BeforeEach
    void start() {
        BlockRecorder.forget();
        peer = Peer.answering(Peer.RUN);
        proxy = ForwardProxy.start(Map.of(NAME + ":80", peer.port()));
    }

    @AfterEach
    void stop() {
        assertThat(BlockRecorder.found()).isEmpty();
        closing.forEach(client -> client.block(PATIENCE));
        proxy.close();
        peer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5", "socks5h"})
    void theProxyResolvesTheNameAndOneConnectionServesManyCalls(String scheme) {
        MpsClient client = client(MpsFixtures.proxy(scheme + "://localhost:" + proxy.port()));

        for (int i = 0; i < 20; i++) {
            assertThat(call(client)).isEqualTo(new Unfinished("RUN", "r-1"));
        }

        assertThat(proxy.asked).hasSizeBetween(1, 2).containsOnly(NAME + ":80");
        assertThat(peer.requests).hasSize(20);
        assertThat(peer.requests.get(0).uri()).isEqualTo("/");
        assertThat(peer.requests.get(0).headers().contains("Proxy-Authorization"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void userAndPasswordComeFromTheUrlOrFromTheirKeys(String scheme) {
        proxy.require("bridge", "p@ss:word+1");
        String address = "localhost:" + proxy.port();

        ProxySettings inUrl = MpsFixtures.proxy(scheme + "://bridge:p%40ss:word+1@" + address);
        ProxySettings inKeys = login(scheme + "://" + address, "bridge", "p@ss:word+1", null);

        assertThat(call(client(inUrl))).isInstanceOf(Unfinished.class);
        assertThat(call(client(inKeys))).isInstanceOf(Unfinished.class);
    }

    @ParameterizedTest
    @CsvSource({"http,407 Proxy Authentication Required", "socks5,authStatus"})
    void aWrongPasswordIsNamedWithItsKeyAndNeverShown(String scheme, String detail) {
        proxy.require("bridge", "right");
        ProxySettings wrong = login(scheme + "://localhost:" + proxy.port(), "bridge", "do-not-show", null);

        assertBroken(client(wrong), "wants a user and password", detail, "mps.proxy.password", "mps.proxy.url");
        assertThat(peer.connections).isEmpty();
    }

    @Test
    void aPasswordFileIsReadAgainAndABrokenOneKeepsTheFormer(@TempDir Path secrets) throws Exception {
        Path file = Files.writeString(secrets.resolve("password"), "first\n");
        AtomicLong nanos = new AtomicLong();
        MpsSettings settings = MpsFixtures.by(
                login("http://localhost:" + proxy.port(), "bridge", null, file), ENDPOINT, Duration.ofSeconds(5));
        proxy.require("bridge", "first");
        MpsClient client = opened(
                MpsClient.create(settings, MpsFixtures.source(MpsFixtures.PERMANENT), MpsFixtures.CLOCK, nanos::get));
        assertThat(call(client)).isInstanceOf(Unfinished.class);

        Files.delete(file);
        afterNewConnection(nanos);
        assertThat(call(client)).isInstanceOf(Unfinished.class);

        proxy.require("bridge", "second");
        Files.writeString(file, "second\n");
        afterNewConnection(nanos);
        assertThat(call(client)).isInstanceOf(Unfinished.class);
    }

    @Test
    void aPasswordFileThatIsNotThereIsToldAndNothingIsSent(@TempDir Path secrets) {
        ProxySettings absent = login("http://localhost:" + proxy.port(), "bridge", null, secrets.resolve("nowhere"));

        Verdict verdict = call(client(absent));

        assertThat(verdict).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
            assertThat(unavailable.code()).isEqualTo("files");
            assertThat(unavailable.message()).contains("mps.proxy.password-file", "nowhere");
        });
        assertThat(proxy.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 403 Forbidden          | does not let the bridge through to mps.known-to-the-proxy.invalid:80 (status: 403 Forbidden)",
                "HTTP/1.1 502 Bad Gateway        | cannot reach mps.known-to-the-proxy.invalid:80 (status: 502 Bad Gateway)",
                "SSH-2.0-OpenSSH_9.6             | did not answer in HTTP",
            })
    void whatTheProxyAnswersInsteadIsTold(String answer, String words) {
        proxy.answer(answer + "\r\nContent-Length: 0\r\n\r\n");

        assertBroken(client(plain()), words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request", "SSH-2.0-OpenSSH_9.6"})
    void somethingThatDoesNotSpeakSocksIsToldAsTheProxysTrouble(String answer) {
        proxy.answer(answer + "\r\nContent-Length: 0\r\n\r\n");

        assertBroken(
                client(MpsFixtures.proxy("socks5://localhost:" + proxy.port())),
                "did not answer in SOCKS 5",
                "mps.proxy.url has the right scheme and port");
    }

    @Test
    void aProxyThatHangsIsGivenUpAfterTheConnectTimeout() {
        proxy.answer("");

        assertBroken(client(plain(), Duration.ofMillis(300)), "did not open the way", "in time");
    }

    @Test
    void aProxyThatDoesNotKnowTheNameIsTold() {
        MpsClient client = opened(
                MpsFixtures.client(MpsFixtures.by(plain(), "https://mps.elsewhere.invalid", Duration.ofSeconds(5))));

        assertBroken(client, "cannot reach mps.elsewhere.invalid:443 (status: 503 Service Unavailable)");
    }

    @Test
    void aProxyThatIsNotThereIsTold() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertBroken(client(MpsFixtures.proxy("http://127.0.0.1:" + port)), "could not be connected to");
    }

    @Test
    void aProxyWhoseNameDoesNotExistIsTold() {
        assertBroken(client(MpsFixtures.proxy("http://no-such-proxy.invalid:3128")), "cannot be resolved");
    }

    @Test
    void refusalsAndHangsLeaveNoConnectionBehind() {
        MpsClient client = client(plain(), Duration.ofMillis(300));
        for (String answer : List.of("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", "", "rubbish\r\n\r\n")) {
            proxy.answer(answer);
            List<Verdict> verdicts = Flux.range(0, 10)
                    .flatMap(
                            i -> client.describe(TaskKind.IMAGE, "t", () -> true)
                                    .map(Answer::verdict),
                            2)
                    .collectList()
                    .block(PATIENCE);
            assertThat(verdicts).hasSize(10).allMatch(verdict -> code(verdict).equals("proxy"));
        }
        proxy.answer(null);

        // There are two places in the pool: a leaked one would show.
        assertThat(Flux.range(0, 10)
                        .flatMap(
                                i -> client.describe(TaskKind.IMAGE, "t", () -> true)
                                        .map(Answer::verdict),
                                2)
                        .collectList()
                        .block(PATIENCE))
                .hasSize(10)
                .hasOnlyElementsOfType(Unfinished.class);
    }

    @Test
    void aRequestThatMayNoLongerLeaveOnceTheWayIsOpenIsNotWritten() {
        Answer late = client(plain())
                .describe(TaskKind.IMAGE, "late", () -> proxy.asked.isEmpty())
                .block(PATIENCE);

        assertThat(late).isNull();
        assertThat(peer.requests).isEmpty();
    }

    @Test
    void aHostThatNeedsNoProxyIsReachedDirectly() {
        ProxySettings proxied = new ProxySettings(
                "http://localhost:" + proxy.port(),
                ProxySettings.URL,
                null,
                null,
                null,
                List.of("127.0.0.0/8"),
                ProxySettings.NO_PROXY);
        MpsClient client = opened(
                MpsFixtures.client(MpsFixtures.by(proxied, "http://127.0.0.1:" + peer.port(), Duration.ofSeconds(5))));

        assertThat(call(client)).isInstanceOf(Unfinished.class);
        assertThat(proxy.asked).isEmpty();
    }

    /** The proxy asks for the password once a connection, and files are looked at every five seconds. */
    private void afterNewConnection(AtomicLong nanos) {
        proxy.cut();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    }

    private ProxySettings plain() {
        return MpsFixtures.proxy("http://localhost:" + proxy.port());
    }

    private static ProxySettings login(String url, String user, String password, Path file) {
        return new ProxySettings(url, ProxySettings.URL, user, password, file, List.of(), ProxySettings.NO_PROXY);
    }

    private MpsClient client(ProxySettings settings) {
        return client(settings, Duration.ofSeconds(5));
    }

    private MpsClient client(ProxySettings settings, Duration connectTimeout) {
        return opened(MpsFixtures.client(MpsFixtures.by(settings, ENDPOINT, connectTimeout)));
    }

    private MpsClient opened(MpsClient client) {
        closing.add(client.close());
        return client;
    }

    private static Verdict call(MpsClient client) {
        return client.describe(TaskKind.IMAGE, "t", () -> true)
                .map(Answer::verdict)
                .block(PATIENCE);
    }

    private static String code(Verdict verdict) {
        return ((Unavailable) verdict).code();
    }

    private static void assertBroken(MpsClient client, String... words) {
        assertThat(call(client)).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
            assertThat(unavailable.code()).isEqualTo("proxy");
            assertThat(unavailable.message())
                    .startsWith("the proxy ")
                    .contains(words)
                    .doesNotContain("do-not-show");
        });
    }
}
