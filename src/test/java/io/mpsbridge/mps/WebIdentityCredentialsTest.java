package io.mpsbridge.mps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mpsbridge.testing.CapturedLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Against a stand-in of the token service on loopback. */
class WebIdentityCredentialsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String REFUSAL =
            "{\"Response\":{\"Error\":{\"Code\":\"AuthFailure.OIDC\",\"Message\":\"no\\nsuch role\"},\"RequestId\":\"r\"}}";

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong issued = new AtomicLong();
    private Supplier<Mono<String>> answer = () -> Mono.fromSupplier(this::issue);
    private Path token;
    private Peer service;
    private CredentialSource source;

    @BeforeEach
    void start() throws IOException {
        token = Files.writeString(directory.resolve("token"), "identity-1\n");
        service = Peer.http(response -> response.sendString(Mono.defer(answer)));
        source = source(Map.of(
                "TKE_REGION", "ap-singapore",
                "TKE_PROVIDER_ID", "cls-1",
                "TKE_ROLE_ARN", "qcs::cam::uin/1:roleName/r",
                "TKE_WEB_IDENTITY_TOKEN_FILE", token.toString()));
    }

    @AfterEach
    void stop() {
        source.close().block(PATIENCE);
        service.close();
    }

    @Test
    void theCallIsUnsignedAndCarriesTheIdentity() throws Exception {
        Credentials found = ask();

        assertThat(found)
                .isEqualTo(new Credentials(
                        "AKIDtemporary-1", "key-1", "token-1", "identity qcs::cam::uin/1:roleName/r", at("12:00")));
        assertThat(source.expiresAt()).hasValue(at("12:00"));
        Peer.Received request = service.requests.get(0);
        assertThat(request.headers().get("Authorization")).isEqualTo("SKIP");
        assertThat(request.headers().get("X-TC-Action")).isEqualTo("AssumeRoleWithWebIdentity");
        assertThat(request.headers().get("X-TC-Version")).isEqualTo("2018-08-13");
        assertThat(request.headers().get("X-TC-Region")).isEqualTo("ap-singapore");
        JsonNode body = new ObjectMapper().readTree(request.body());
        assertThat(body.path("ProviderId").asText()).isEqualTo("cls-1");
        assertThat(body.path("WebIdentityToken").asText()).isEqualTo("identity-1");
        assertThat(body.path("RoleArn").asText()).isEqualTo("qcs::cam::uin/1:roleName/r");
        assertThat(body.path("RoleSessionName").asText()).matches("[\\w-]{2,128}");
        assertThat(body.path("DurationSeconds").asInt()).isEqualTo(7_200);
    }

    @Test
    void credentialsAreKeptUntilTenMinutesBeforeTheirEndAndThenRenewedWithTheNewToken() throws IOException {
        ask();
        Files.writeString(token, "identity-2\n");

        clock("11:49");
        assertThat(ask().secretId()).isEqualTo("AKIDtemporary-1");
        clock("11:50");
        assertThat(ask().secretId()).isEqualTo("AKIDtemporary-2");

        assertThat(service.requests).hasSize(2);
        assertThat(service.requests.get(1).body()).contains("identity-2");
    }

    @Test
    void manyWhoAskAtOnceCauseOneCall() {
        Flux.range(0, 50).flatMap(i -> source.current(), 50).collectList().block(PATIENCE);

        assertThat(service.requests).hasSize(1);
    }

    @Test
    void whileARenewalFailsTheOldOnesStayUntilTheirEnd() {
        ask();
        answer = () -> Mono.just(REFUSAL);

        clock("11:55");
        assertThat(ask().secretId()).isEqualTo("AKIDtemporary-1");
        clock("12:00");
        assertThatThrownBy(this::ask)
                .isInstanceOf(CredentialException.class)
                .hasMessage("the token service refuses the identity: AuthFailure.OIDC: no\uFFFDsuch role");
    }

    @Test
    void aFailingServiceIsAskedAgainAfterAPauseNotAtEveryPoll() {
        answer = () -> Mono.just(REFUSAL);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(this::ask).isInstanceOf(CredentialException.class);
        }
        assertThat(service.requests).hasSize(1);

        now.updateAndGet(instant -> instant.plusSeconds(21));
        answer = () -> Mono.fromSupplier(this::issue);

        assertThat(ask().secretId()).isEqualTo("AKIDtemporary-1");
    }

    @Test
    void aServiceThatHangsIsGivenUp() {
        answer = Mono::never;

        assertThatThrownBy(this::ask).isInstanceOf(CredentialException.class).hasMessageContaining("cannot be reached");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "not json",
                "{\"Response\":{\"Credentials\":{\"TmpSecretId\":\"AKIDx\",\"TmpSecretKey\":\"hush\",\"Token\":\"t\"}}}",
                "{\"Response\":{\"Credentials\":{\"TmpSecretId\":\"AKIDx\",\"Token\":\"hush\"},\"ExpiredTime\":1795600000}}",
                "{\"Response\":{\"Credentials\":{\"TmpSecretId\":\"AKID\\nx\",\"TmpSecretKey\":\"hush\",\"Token\":\"t\"},\"ExpiredTime\":1795600000}}",
            })
    void anAnswerOfAnotherShapeIsNoCredentialsAndNothingOfItIsRepeated(String body) {
        answer = () -> Mono.just(body);

        assertThatThrownBy(this::ask).isInstanceOf(CredentialException.class).hasMessageNotContaining("hush");
    }

    @Test
    void aMissingVariableIsNamed() {
        CredentialSource incomplete =
                source(Map.of("TKE_REGION", "a", "TKE_WEB_IDENTITY_TOKEN_FILE", token.toString()));

        assertThatThrownBy(() -> incomplete.current().block(PATIENCE))
                .hasMessageContaining("set TKE_PROVIDER_ID, TKE_ROLE_ARN, or none");
        incomplete.close().block(PATIENCE);
    }

    @Test
    void noTokenIsEverLogged() throws IOException {
        Files.writeString(token, "identity-do-not-show");
        try (CapturedLog log = CapturedLog.ofEverything()) {
            Credentials found = ask();
            answer = () -> Mono.just(REFUSAL);
            clock("11:55");
            ask();

            assertThat(log.lines() + " " + found + source.source()).doesNotContain("do-not-show", "key-1", "token-1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://mps.intl.tencentcloudapi.com, https://sts.intl.tencentcloudapi.com",
        "https://mps.tencentcloudapi.com, https://sts.tencentcloudapi.com",
        "https://mps.ap-singapore.tencentcloudapi.com, https://sts.ap-singapore.tencentcloudapi.com",
        "https://proxy.example.com, https://sts.tencentcloudapi.com",
    })
    void theTokenServiceIsTheOneBesideTheEndpoint(URI mps, URI expected) {
        assertThat(WebIdentityCredentials.service(mps)).isEqualTo(expected);
    }

    private String issue() {
        long number = issued.incrementAndGet();
        return "{\"Response\":{\"Credentials\":{\"TmpSecretId\":\"AKIDtemporary-" + number
                + "\",\"TmpSecretKey\":\"key-"
                + number + "\",\"Token\":\"token-" + number + "\"},\"ExpiredTime\":"
                + now.get().plus(Duration.ofHours(2)).getEpochSecond() + ",\"RequestId\":\"r\"}}";
    }

    private Credentials ask() {
        // Later than what was read last is fresh.
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        return source.current().block(PATIENCE);
    }

    private CredentialSource source(Map<String, String> environment) {
        URI uri = URI.create("http://127.0.0.1:" + service.port());
        MpsHttp http = MpsHttp.open(
                new MpsSettings(
                        uri,
                        false,
                        null,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        1,
                        MpsFixtures.NO_CREDENTIALS,
                        ProxySettings.NONE,
                        TlsSettings.NONE),
                nanos::get);
        return new CredentialSource(
                List.of(new RenewedCredentials(
                        new WebIdentityCredentials(
                                WebIdentity.of(environment), http, uri.getHost(), new StableFiles(), now::get),
                        now::get)),
                now::get,
                nanos::get);
    }

    private void clock(String time) {
        now.set(at(time));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-23T" + time + ":00Z");
    }
}
