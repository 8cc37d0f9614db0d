package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpsbridge.task.TaskKind;
import io.mpsbridge.testing.CapturedLog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Against a stand-in of the metadata service on loopback. */
class InstanceRoleCredentialsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PATH = "/latest/meta-data/cam/security-credentials/";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong issued = new AtomicLong();
    private volatile Function<HttpServerResponse, Publisher<Void>> roles =
            response -> response.sendString(Mono.just("bridge-role\n"));
    private volatile Function<HttpServerResponse, Publisher<Void>> answer =
            response -> response.sendString(Mono.fromSupplier(this::issue));

    private Peer service;
    private CredentialSource source;

    @BeforeEach
    void start() {
        service = Peer.http(
                response -> response.fullPath().endsWith("/") ? roles.apply(response) : answer.apply(response));
        source = source(MpsFixtures.NO_CREDENTIALS);
    }

    @AfterEach
    void stop() {
        source.close().block(PATIENCE);
        service.close();
    }

    @Test
    void theRoleIsAskedForAndThenItsCredentials() {
        Credentials found = ask();

        assertThat(found)
                .isEqualTo(new Credentials(
                        "AKIDrole-1", "key-1", "token-1", "role bridge-role of this machine", at("12:00")));
        assertThat(service.requests).extracting(Peer.Received::uri).containsExactly(PATH, PATH + "bridge-role");
    }

    @Test
    void theServiceIsNotAskedWhereThereAreOtherCredentials() {
        CredentialSource configured = source(MpsFixtures.PERMANENT);

        configured.current().block(PATIENCE);
        configured.close().block(PATIENCE);

        assertThat(service.connections).isEmpty();
    }

    @Test
    void manyWhoAskAtOnceCauseOneCall() {
        Flux.range(0, 50).flatMap(i -> source.current(), 50).collectList().block(PATIENCE);

        assertThat(service.requests).hasSize(2);
    }

    @Test
    void theyAreRenewedAheadOfTheirEndAndAskedForAtMostEveryTwentySeconds() {
        ask();
        clock("11:49");
        assertThat(ask().secretId()).isEqualTo("AKIDrole-1");

        // The service has no new ones yet.
        answer = response -> response.sendString(Mono.fromSupplier(() -> credentials("AKIDrole-1", at("12:00"))));
        clock("11:50");
        for (int i = 0; i < 10; i++) {
            assertThat(ask().secretId()).isEqualTo("AKIDrole-1");
        }
        assertThat(service.requests).hasSize(4);

        answer = response -> response.sendString(Mono.fromSupplier(() -> credentials("AKIDrole-2", at("14:00"))));
        now.updateAndGet(instant -> instant.plusSeconds(21));
        assertThat(ask().secretId()).isEqualTo("AKIDrole-2");
    }

    @Test
    void whileTheServiceIsAwayTheOldOnesStayUntilTheirEnd() {
        ask();
        roles = response -> response.status(500).send();
        try (CapturedLog log = CapturedLog.of(CredentialSource.class)) {
            clock("11:55");
            assertThat(ask().secretId()).isEqualTo("AKIDrole-1");
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("the known ones stay") && line.contains("answered HTTP 500"));
        }

        clock("12:00");
        assertThatThrownBy(this::ask)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("answered HTTP 500")
                .hasMessageNotContaining("no credentials found");
    }

    @Test
    void refusedOnesAreRenewedAtOnceAndThenAtMostEveryTwentySeconds() {
        Credentials revoked = ask();
        now.updateAndGet(instant -> instant.plusSeconds(60));

        Flux.range(0, 20).flatMap(i -> source.renew(revoked), 20).then().block(PATIENCE);
        Credentials renewed = source.current().block(PATIENCE);
        assertThat(renewed.secretId()).isEqualTo("AKIDrole-2");
        for (int i = 0; i < 10; i++) {
            source.renew(renewed).block(PATIENCE);
        }
        assertThat(service.requests).hasSize(4);
        assertThat(ask().secretId()).isEqualTo("AKIDrole-2");

        now.updateAndGet(instant -> instant.plusSeconds(21));
        assertThat(ask().secretId()).isEqualTo("AKIDrole-3");
    }

    @Test
    void aRefusalOfMpsRenewsThem() {
        String refusal = "{\"Response\":{\"Error\":{\"Code\":\"AuthFailure.TokenFailure\",\"Message\":\"revoked\"}}}";
        try (Peer mps = Peer.answering(refusal)) {
            MpsClient client = MpsClient.create(
                    MpsFixtures.settings("http://127.0.0.1:" + mps.port(), MpsFixtures.NO_CREDENTIALS),
                    source,
                    now::get,
                    nanos::get);
            ask();
            now.updateAndGet(instant -> instant.plusSeconds(60));

            client.describe(TaskKind.IMAGE, "t", () -> true).block(PATIENCE);
            client.describe(TaskKind.IMAGE, "t", () -> true).block(PATIENCE);
            client.close().block(PATIENCE);

            assertThat(mps.requests)
                    .extracting(request -> request.headers().get("Authorization"))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("AKIDrole-1/"),
                            second -> assertThat(second).contains("AKIDrole-2/"));
        }
    }

    @Test
    void withoutAServiceTheWayOutIsToldSoonAndItIsNotAskedAtEveryPoll() {
        service.close();

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(this::ask)
                    .isInstanceOf(CredentialException.class)
                    .hasMessageStartingWith("no credentials found: set TENCENTCLOUD_SECRET_ID")
                    .hasMessageContaining("the metadata service")
                    .hasMessageContaining("could not be connected to");
        }
    }

    @Test
    void aServiceThatHangsIsGivenUpSoon() {
        roles = response -> Mono.never();
        long before = System.nanoTime();

        assertThatThrownBy(this::ask).isInstanceOf(CredentialException.class).hasMessageContaining("metadata service");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void aMachineWithoutARoleIsTold() {
        roles = response -> response.sendNotFound();

        assertThatThrownBy(this::ask)
                .hasMessageStartingWith("no credentials found: ")
                .hasMessageEndingWith("gives this machine no role");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "not json",
                "{\"Code\":\"Failed\",\"TmpSecretId\":\"AKIDx\",\"TmpSecretKey\":\"hush\",\"Token\":\"t\",\"ExpiredTime\":1795600000}",
                "{\"Code\":\"Success\",\"TmpSecretId\":\"AKIDx\",\"Token\":\"hush\",\"ExpiredTime\":1795600000}",
                "{\"Code\":\"Success\",\"TmpSecretId\":\"AKIDx\",\"TmpSecretKey\":\"hush\",\"Token\":\"t\"}",
            })
    void anAnswerOfAnotherShapeIsNoCredentialsAndNothingOfItIsRepeated(String body) {
        answer = response -> response.sendString(Mono.just(body));

        assertThatThrownBy(this::ask).isInstanceOf(CredentialException.class).hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @CsvSource({"../../other", "<html>login</html>", "''"})
    void aNameThatIsNoneIsNotAskedFor(String name) {
        roles = response -> response.sendString(Mono.just(name));

        assertThatThrownBy(this::ask).hasMessageContaining("without the name of a role");

        assertThat(service.requests).hasSize(1);
    }

    @Test
    void anAnswerWithoutEndIsNotRead() {
        answer = response -> response.sendString(Flux.range(0, 2_000).map(i -> " ".repeat(1_024)));

        assertThatThrownBy(this::ask).hasMessageContaining("sent more than 1048576 bytes");
    }

    @Test
    void theVendorsServiceIsTheLastPlaceOfTheChain() {
        assertThat(CredentialPlaces.of(Map.of(), Path.of("/")).metadata())
                .isEqualTo(URI.create("http://metadata.tencentyun.com"));
    }

    private String issue() {
        long number = issued.incrementAndGet();
        return credentials("AKIDrole-" + number, now.get().plus(Duration.ofHours(2)));
    }

    private static String credentials(String id, Instant end) {
        return "{\"TmpSecretId\":\"" + id + "\",\"TmpSecretKey\":\"key-1\",\"Token\":\"token-1\",\"ExpiredTime\":"
                + end.getEpochSecond() + ",\"Expiration\":\"" + end + "\",\"Code\":\"Success\"}";
    }

    private Credentials ask() {
        // Later than what was read last is fresh.
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        return source.current().block(PATIENCE);
    }

    private CredentialSource source(MpsSettings.CredentialSettings configured) {
        CredentialPlaces places = new CredentialPlaces(
                "default", List.of(), null, null, URI.create("http://127.0.0.1:" + service.port()));
        return CredentialSource.create(
                MpsFixtures.settings("http://127.0.0.1:1", configured), places, now::get, nanos::get);
    }

    private void clock(String time) {
        now.set(at(time));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-23T" + time + ":00Z");
    }
}
