package io.mpsbridge.mps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mpsbridge.input.ForeignText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Temporary credentials for the pod's own identity: {@code AssumeRoleWithWebIdentity} of the vendor's token service
 * (STS, version 2018-08-13), an unsigned call that carries the identity's token. They last two hours; the token's file
 * is read for each, since the cluster replaces it.
 */
final class WebIdentityCredentials implements CredentialProvider {

    private static final String SERVICE = "sts.tencentcloudapi.com";
    private static final Duration LIFETIME = Duration.ofHours(2);
    private static final int MAX_TEXT = 300;
    private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

    private final WebIdentity identity;
    private final MpsHttp http;
    private final String host;
    private final StableFiles files;
    private final InstantSource clock;

    /** @param http to the token service at {@code host} */
    WebIdentityCredentials(WebIdentity identity, MpsHttp http, String host, StableFiles files, InstantSource clock) {
        this.identity = identity;
        this.http = http;
        this.host = host;
        this.files = files;
        this.clock = clock;
    }

    /** The token service beside an MPS endpoint: the international one, that of a region, or else the general one. */
    static URI service(URI mpsEndpoint) {
        String host = mpsEndpoint.getHost();
        return host.startsWith("mps.") && host.endsWith(".tencentcloudapi.com")
                ? URI.create("https://sts." + host.substring("mps.".length()))
                : URI.create("https://" + SERVICE);
    }

    @Override
    public Mono<Credentials> load() {
        return Mono.fromCallable(this::body)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(body -> http.post(headers(), body, () -> true))
                .map(reply -> reply.fold(this::read, WebIdentityCredentials::unreachable));
    }

    @Override
    public Mono<Void> close() {
        return http.close();
    }

    private byte[] body() {
        if (!identity.missing().isEmpty()) {
            throw new CredentialException("the pod's identity is not complete: set "
                    + String.join(", ", identity.missing()) + ", or none of its variables");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("ProviderId", identity.providerId())
                .put("WebIdentityToken", token(identity.tokenFile()))
                .put("RoleArn", identity.roleArn())
                .put("RoleSessionName", "mps-bridge-" + clock.millis())
                .put("DurationSeconds", LIFETIME.toSeconds())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private String token(Path file) {
        try {
            return files.read(List.of(file)).get(0).strip();
        } catch (IOException e) {
            throw new CredentialException("the identity's token cannot be read: " + e, e);
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", host);
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put("User-Agent", "mps-bridge");
        headers.put("Authorization", "SKIP");
        headers.put("X-TC-Action", "AssumeRoleWithWebIdentity");
        headers.put("X-TC-Version", "2018-08-13");
        headers.put("X-TC-Language", "en-US");
        headers.put("X-TC-Region", identity.region());
        headers.put("X-TC-Timestamp", Long.toString(clock.instant().getEpochSecond()));
        return headers;
    }

    private static Credentials unreachable(Reply.Broken broken) {
        throw new CredentialException(
                "the token service cannot be reached: " + broken.verdict().message());
    }

    private Credentials read(Reply.Whole answer) {
        JsonNode response = response(answer);
        JsonNode error = response.path("Error");
        if (error.isObject()) {
            throw new CredentialException("the token service refuses the identity: "
                    + ForeignText.clean(error.path("Code").asText(), MAX_TEXT) + ": "
                    + ForeignText.clean(error.path("Message").asText(), MAX_TEXT));
        }
        JsonNode found = response.path("Credentials");
        long expires = response.path("ExpiredTime").asLong();
        if (answer.status() != 200 || expires <= 0) {
            throw new CredentialException(
                    "the token service at " + host + " answered HTTP " + answer.status() + " without credentials");
        }
        return new Credentials(
                found.path("TmpSecretId").asText(),
                found.path("TmpSecretKey").asText(),
                found.path("Token").asText(),
                "identity " + identity.roleArn(),
                Instant.ofEpochSecond(expires));
    }

    /** The body may hold a secret: no message repeats it. */
    private static JsonNode response(Reply.Whole answer) {
        try {
            return JSON.readTree(answer.body()).path("Response");
        } catch (IOException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
