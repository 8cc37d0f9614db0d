package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpsbridge.mps.MpsSettings.CredentialSettings;
import io.mpsbridge.task.Answer;
import io.mpsbridge.task.TaskKind;
import io.mpsbridge.task.Verdict;
import io.mpsbridge.task.Verdict.Done;
import io.mpsbridge.task.Verdict.NotFound;
import io.mpsbridge.task.Verdict.Refused;
import io.mpsbridge.task.Verdict.Unavailable;
import io.mpsbridge.task.Verdict.Unfinished;
import io.mpsbridge.testing.CapturedLog;
import io.mpsbridge.testing.Results;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class MpsClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Queue<Mono<Void>> closing = new ArrayDeque<>();

    @AfterEach
    void closeClients() {
        closing.forEach(client -> client.block(PATIENCE));
    }

    @Test
    void aCallIsSignedAndAskedAsTheVendorWantsIt() throws Exception {
        try (Peer peer = Peer.answering(Peer.RUN)) {
            MpsSettings settings = new MpsSettings(
                    URI.create("http://LOCALHOST:" + peer.port() + "/"),
                    false,
                    "ap-singapore",
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    20,
                    MpsFixtures.values("AKIDtemporary", "key-2", "token-2"),
                    ProxySettings.NONE,
                    TlsSettings.NONE);

            Verdict verdict = call(client(settings), "4-AigcImage-\"é图\"");

            assertThat(verdict).isEqualTo(new Unfinished("RUN", "r-1"));
            Peer.Received request = peer.requests.get(0);
            String body = "{\"TaskId\":\"4-AigcImage-\\\"é图\\\"\"}";
            assertThat(request.uri()).isEqualTo("/");
            assertThat(request.body()).isEqualTo(body);
            assertThat(request.headers().get("Host")).isEqualTo("localhost:" + peer.port());
            assertThat(request.headers().get("Content-Type")).isEqualTo("application/json; charset=utf-8");
            assertThat(request.headers().get("X-TC-Action")).isEqualTo("DescribeAigcImageTask");
            assertThat(request.headers().get("X-TC-Version")).isEqualTo("2019-06-12");
            assertThat(request.headers().get("X-TC-Language")).isEqualTo("en-US");
            assertThat(request.headers().get("X-TC-Region")).isEqualTo("ap-singapore");
            assertThat(request.headers().get("X-TC-Token")).isEqualTo("token-2");
            assertThat(request.headers().get("X-TC-Timestamp")).isEqualTo("1795392000");
            assertThat(request.headers().contains("Accept-Encoding")).isFalse();
            assertThat(request.headers().get("Authorization"))
                    .isEqualTo(OfficialSdk.authorization(
                            "AKIDtemporary",
                            "key-2",
                            1_795_392_000L,
                            body.getBytes(StandardCharsets.UTF_8),
                            List.of(
                                    "content-type:application/json; charset=utf-8",
                                    "host:localhost:" + peer.port(),
                                    "x-tc-action:describeaigcimagetask"),
                            "content-type;host;x-tc-action"));
        }
    }

    @Test
    void regionAndTokenStayAwayWhereThereAreNone() {
        try (Peer peer = Peer.answering(Peer.RUN)) {
            call(client(settings(peer)), "t");

            assertThat(peer.requests.get(0).headers().names()).doesNotContain("X-TC-Region", "X-TC-Token");
        }
    }

    @Test
    void nothingIsSentBeforeSomebodySubscribesAndOnceForEachSubscription() {
        try (Peer peer = Peer.answering(Peer.RUN)) {
            Mono<Answer> cold = client(settings(peer)).describe(TaskKind.IMAGE, "t", () -> true);
            assertThat(peer.connections).isEmpty();

            cold.block(PATIENCE);
            cold.block(PATIENCE);

            assertThat(peer.requests).hasSize(2);
        }
    }

    @Test
    void callsShareTheirConnection() {
        try (Peer peer = Peer.answering(Peer.RUN)) {
            MpsClient client = client(settings(peer));
            for (int i = 0; i < 20; i++) {
                assertThat(call(client, "t-" + i)).isInstanceOf(Unfinished.class);
            }

            assertThat(peer.requests).hasSize(20);
            assertFewConnections(peer);
        }
    }

    @Test
    void anErrorOfHttpDoesNotCostTheConnection() {
        try (Peer peer = Peer.http(response -> response.status(503).sendString(Mono.just("<html>busy</html>")))) {
            MpsClient client = client(settings(peer));
            for (int i = 0; i < 20; i++) {
                assertThat(call(client, "t"))
                        .isEqualTo(new Unavailable(
                                "http-503", "http://127.0.0.1:" + peer.port() + " answered HTTP 503", null));
            }
            assertFewConnections(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirectsAreNotFollowed(int status) {
        try (Peer peer = Peer.http(response ->
                response.status(status).header("Location", "/elsewhere").send())) {
            assertThat(code(call(client(settings(peer)), "t"))).isEqualTo("http-" + status);
            assertThat(peer.requests).hasSize(1);
        }
    }

    @Test
    void aConnectionResetAmidTheBodyIsAReset() {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Response\":{";
        try (Peer peer = Peer.raw(Mono.just(half), Peer::close)) {
            assertThat(code(call(client(settings(peer)), "t"))).isEqualTo("reset");
            assertThat(peer.requests).hasSize(1);
        }
    }

    @Test
    void aConnectionClosedBeforeTheAnswerIsAResetAndNotTriedAgain() {
        try (Peer peer = Peer.raw(Mono.empty(), Peer::close)) {
            assertThat(code(call(client(settings(peer)), "t"))).isEqualTo("reset");
            assertThat(peer.requests).hasSize(1);
            assertThat(peer.connections).hasSize(1);
        }
    }

    @Test
    void aConnectionClosedAmidAChunkedBodyIsAReset() {
        String half = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Res\r\n";
        try (Peer peer = Peer.raw(Mono.just(half), Peer::close)) {
            assertThat(code(call(client(settings(peer)), "t"))).isEqualTo("reset");
        }
    }

    @Test
    void silenceIsATimeout() {
        try (Peer peer = Peer.raw(Mono.never(), Peer::stayOpen)) {
            assertThat(code(call(client(MpsFixtures.impatient(url(peer))), "t")))
                    .isEqualTo("timeout");
            assertThat(peer.requests).hasSize(1);
        }
    }

    @Test
    void aBodyThatDripsForEverEndsWithTheWholeCallsTimeout() {
        Flux<String> drip = Flux.concat(
                Mono.just("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"),
                Flux.interval(Duration.ofMillis(20)).map(tick -> " "));
        try (Peer peer = Peer.raw(drip, Peer::stayOpen)) {
            // Long enough for a drop to come in time on a machine that is busy with other things.
            Verdict verdict = call(client(MpsFixtures.impatient(url(peer), Duration.ofSeconds(2))), "t");

            assertThat(code(verdict)).isEqualTo("timeout");
            assertThat(((Unavailable) verdict).message()).contains("did not finish its answer in time");
        }
    }

    @Test
    void aBodyOfMoreThanAMebibyteIsUnreadableWhereOneOfAMebibyteIsRead() {
        String padded = Peer.RUN + " ".repeat(MpsHttp.MAX_BODY - Peer.RUN.length());
        try (Peer fits = Peer.answering(padded);
                Peer huge = Peer.answering(padded + " ")) {
            assertThat(call(client(settings(fits)), "t")).isEqualTo(new Unfinished("RUN", "r-1"));
            Verdict tooMuch = call(client(settings(huge)), "t");
            assertThat(code(tooMuch)).isEqualTo("unreadable");
            assertThat(((Unavailable) tooMuch).message()).contains("sent more than 1048576 bytes");
        }
    }

    @Test
    void compressionIsNotUndone() {
        try (Peer peer = Peer.http(response -> response.header("Content-Encoding", "gzip")
                .sendByteArray(Mono.just(new byte[] {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 0})))) {
            assertThat(code(call(client(settings(peer)), "t"))).isEqualTo("unreadable");
        }
    }

    @Test
    void whatIsNotHttpIsUnreadable() {
        try (Peer peer = Peer.raw(Mono.just("SSH-2.0-OpenSSH_9.6\r\n\r\n"), Peer::close)) {
            assertThat(code(call(client(settings(peer)), "t"))).isEqualTo("unreadable");
        }
    }

    @Test
    void aPortThatNobodyListensOnIsAConnectProblem() {
        Peer gone = Peer.answering(Peer.RUN);
        int port = gone.port();
        gone.close();

        Verdict verdict = call(client(MpsFixtures.settings("http://127.0.0.1:" + port, MpsFixtures.PERMANENT)), "t");

        assertThat(code(verdict)).isEqualTo("connect");
        assertThat(((Unavailable) verdict).message())
                .startsWith("http://127.0.0.1:" + port + " could not be connected");
    }

    @Test
    void noMoreCallsWaitForAConnectionThanThereAreConnections() {
        try (Peer peer = Peer.raw(Mono.never(), Peer::stayOpen)) {
            MpsClient client = client(MpsFixtures.impatient(url(peer)));

            List<String> codes = Flux.fromStream(IntStream.range(0, 5).boxed())
                    .flatMap(i -> client.describe(TaskKind.IMAGE, "t-" + i, () -> true), 5)
                    .map(answer -> code(answer.verdict()))
                    .collectList()
                    .block(PATIENCE);

            assertThat(codes).first().isEqualTo("connect");
            assertThat(codes).hasSize(5).containsOnly("connect", "timeout");
            assertThat(peer.connections).hasSizeBetween(2, 4);
        }
    }

    @Test
    void aRequestThatMayNoLongerLeaveOnceItsConnectionIsThereIsNotWritten() {
        AtomicBoolean connected = new AtomicBoolean();
        try (Peer peer = Peer.answering(Peer.RUN);
                CapturedLog warnings = CapturedLog.ofReactorNetty()) {
            MpsSettings settings = settings(peer);
            MpsClient client = opened(new MpsClient(
                    settings,
                    new MpsHttp(
                            settings, System::nanoTime, http -> http.doOnConnected(connection -> connected.set(true))),
                    MpsFixtures.source(settings.credentials()),
                    MpsFixtures.CLOCK));

            // More of them than there are connections: each gives its own back.
            List<Answer> late = Flux.range(0, settings.maxConnections() + 1)
                    .concatMap(i -> client.describe(TaskKind.IMAGE, "late-" + i, () -> !connected.get()))
                    .collectList()
                    .block(PATIENCE);
            Verdict next = call(client, "next");

            assertThat(late).isEmpty();
            assertThat(next).isEqualTo(new Unfinished("RUN", "r-1"));
            assertThat(peer.requests).extracting(Peer.Received::body).containsExactly("{\"TaskId\":\"next\"}");
            assertThat(warnings.lines()).isEmpty();
        }
    }

    @Test
    void cancellingClosesTheConnection() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (Peer peer = Peer.http(response -> {
            response.withConnection(connection -> connection.onDispose(closed::countDown));
            asked.countDown();
            return Mono.never();
        })) {
            Disposable call = client(settings(peer))
                    .describe(TaskKind.IMAGE, "t", () -> true)
                    .subscribe();
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

            call.dispose();

            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClosedClientGivesVerdictsToo() {
        try (Peer peer = Peer.answering(Peer.RUN)) {
            MpsClient client = MpsFixtures.client(settings(peer));
            call(client, "t");
            client.close().block(PATIENCE);

            assertThat(call(client, "t")).isInstanceOf(Unavailable.class);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("mps-http"));
        }
    }

    @Test
    void withoutCredentialsNothingIsSentAndTheVerdictSaysWhatToDo() {
        try (Peer peer = Peer.answering(Peer.RUN)) {
            Verdict verdict = call(client(MpsFixtures.settings(url(peer), MpsFixtures.NO_CREDENTIALS)), "t");

            assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.code()).isEqualTo("no-credentials");
                assertThat(refused.message())
                        .contains("TENCENTCLOUD_SECRET_ID")
                        .contains("~/.tencentcloud/credentials");
            });
            assertThat(peer.connections).isEmpty();
        }
    }

    @Test
    void afterARefusalTheNextCallGoesOutWithTheChangedCredentials(@TempDir Path secrets) throws Exception {
        Path id = Files.writeString(secrets.resolve("id"), "AKIDold");
        Path key = Files.writeString(secrets.resolve("key"), "key-old");
        CredentialSettings files = MpsFixtures.files(id, key);
        String refusal = "{\"Response\":{\"Error\":{\"Code\":\"AuthFailure.SecretIdNotFound\",\"Message\":\"gone\"}}}";
        try (Peer peer = Peer.answering(refusal)) {
            // A clock that stands still: nothing is read again for its age.
            MpsClient client = opened(MpsClient.create(
                    MpsFixtures.settings(url(peer), files),
                    CredentialSource.create(
                            MpsFixtures.settings(url(peer), files), MpsFixtures.NOWHERE, MpsFixtures.CLOCK, () -> 0L),
                    MpsFixtures.CLOCK,
                    () -> 0L));
            Files.writeString(id, "AKIDold");
            assertThat(call(client, "t")).isEqualTo(new Refused("AuthFailure.SecretIdNotFound", "gone", null));
            Files.writeString(id, "AKIDnew");
            Files.writeString(key, "key-new");
            call(client, "t");
            call(client, "t");

            assertThat(peer.requests)
                    .extracting(request -> request.headers().get("Authorization"))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("AKIDold/"),
                            second -> assertThat(second).contains("AKIDold/"),
                            third -> assertThat(third).contains("AKIDnew/"));
        }
    }

    @Test
    void aProbeTellsTheSkewOfTheClocksAndWhereTheCredentialsAre() {
        try (Peer ahead = Peer.http(response ->
                        response.header("Date", "Mon, 23 Nov 2026 00:05:01 GMT").sendString(Mono.just(Peer.RUN)));
                Peer silent = Peer.http(
                        response -> response.header("Date", "yesterday").sendString(Mono.just(Peer.RUN)))) {
            assertThat(client(settings(ahead)).probe(TaskKind.IMAGE, "t").block(PATIENCE))
                    .isEqualTo(new Probe(
                            new Unfinished("RUN", "r-1"),
                            Duration.ofSeconds(301),
                            "configuration",
                            new Probe.Way(
                                    "direct: no proxy is set by mps.proxy.url, HTTPS_PROXY or ALL_PROXY", null, null)));
            assertThat(client(settings(silent))
                            .probe(TaskKind.IMAGE, "t")
                            .block(PATIENCE)
                            .clockSkew())
                    .isNull();
        }
    }

    @Test
    void verdictsOfTheVendorComeThrough() {
        try (Peer done = Peer.answering(
                        "{\"Response\":{\"Status\":\"DONE\",\"ImageUrls\":[\"https://a.example/1.png\"],\"RequestId\":\"r\"}}");
                Peer unknown = Peer.answering(
                        "{\"Response\":{\"Error\":{\"Code\":\"ResourceNotFound\",\"Message\":\"no\"},\"RequestId\":\"r\"}}")) {
            assertThat(call(client(settings(done)), "t"))
                    .isEqualTo(new Done(Results.images("https://a.example/1.png"), "r"));
            assertThat(call(client(settings(unknown)), "t")).isEqualTo(new NotFound("ResourceNotFound", "no", "r"));
        }
    }

    @Test
    void nothingBlocksOnNonBlockingThreadsWithConfiguredValues() {
        assertManyCallsFromNonBlockingThreads(MpsFixtures.PERMANENT);
    }

    @Test
    void nothingBlocksOnNonBlockingThreadsWithConfiguredFiles(@TempDir Path secrets) throws Exception {
        Path id = Files.writeString(secrets.resolve("id"), "AKIDfile\n");
        Path key = Files.writeString(secrets.resolve("key"), "key-file\n");

        assertManyCallsFromNonBlockingThreads(MpsFixtures.files(id, key));
    }

    private void assertManyCallsFromNonBlockingThreads(CredentialSettings credentials) {
        try (Peer peer = Peer.answering(Peer.RUN)) {
            MpsClient client = client(MpsFixtures.settings("http://localhost:" + peer.port(), credentials));

            List<Verdict> verdicts = Flux.range(0, 50)
                    .flatMap(
                            i -> Mono.defer(() -> client.describe(TaskKind.IMAGE, "t-" + i, () -> true))
                                    .subscribeOn(Schedulers.parallel()),
                            10)
                    .map(Answer::verdict)
                    .collectList()
                    .block(PATIENCE);

            assertThat(verdicts).hasSize(50).containsOnly(new Unfinished("RUN", "r-1"));
        }
    }

    private static Verdict call(MpsClient client, String taskId) {
        return client.describe(TaskKind.IMAGE, taskId, () -> true)
                .map(Answer::verdict)
                .block(PATIENCE);
    }

    private static String code(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Unavailable.class);
        return ((Unavailable) verdict).code();
    }

    /**
     * A call that follows at once may find the last one's connection on its way back to the pool: one is too strict.
     */
    private static void assertFewConnections(Peer peer) {
        assertThat(peer.connections).hasSizeBetween(1, 5);
    }

    private static String url(Peer peer) {
        return "http://127.0.0.1:" + peer.port();
    }

    private static MpsSettings settings(Peer peer) {
        return MpsFixtures.settings(url(peer), MpsFixtures.PERMANENT);
    }

    private MpsClient client(MpsSettings settings) {
        return opened(MpsFixtures.client(settings));
    }

    private MpsClient opened(MpsClient client) {
        closing.add(client.close());
        return client;
    }
}
