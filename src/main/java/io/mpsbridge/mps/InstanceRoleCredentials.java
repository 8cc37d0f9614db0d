package io.mpsbridge.mps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mpsbridge.mps.MpsSettings.CredentialSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Temporary credentials for the role of the machine, from the metadata service of the vendor's cloud: two requests in
 * plain HTTP that do not leave the machine's host, hence without a proxy and with short time-outs, because elsewhere
 * nobody answers.
 */
final class InstanceRoleCredentials implements CredentialProvider {

    static final URI SERVICE = URI.create("http://metadata.tencentyun.com");

    private static final String PATH = "/latest/meta-data/cam/security-credentials/";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(1);
    private static final int NOT_FOUND = 404;
    private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

    private final URI service;
    private final LongSupplier nanoTime;
    /** Opened when first needed, which is seldom. */
    private volatile @Nullable MpsHttp opened;

    private volatile boolean hasGiven;

    /** @param nanoTime a monotonic clock */
    InstanceRoleCredentials(URI service, LongSupplier nanoTime) {
        this.service = service;
        this.nanoTime = nanoTime;
    }

    /** How the service is reached, whatever the way to MPS is. */
    private static MpsSettings over(URI service) {
        return new MpsSettings(
                service,
                true,
                null,
                CONNECT_TIMEOUT,
                RESPONSE_TIMEOUT,
                1,
                new CredentialSettings("tencentcloud.", null, null, null, null, null, null),
                ProxySettings.NONE,
                TlsSettings.NONE);
    }

    /** The first failure says how else to give credentials: this is the last place to look. */
    @Override
    public Mono<Credentials> load() {
        return Mono.fromSupplier(this::http)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(http -> http.get(PATH)
                        .map(reply -> role(body(reply)))
                        .flatMap(role -> http.get(PATH + role).map(reply -> read(role, body(reply)))))
                .doOnNext(found -> hasGiven = true);
    }

    @Override
    public Mono<Void> close() {
        return Mono.defer(() -> {
            MpsHttp http = opened;
            return http == null ? Mono.empty() : http.close();
        });
    }

    private MpsHttp http() {
        MpsHttp known = opened;
        if (known == null) {
            known = MpsHttp.open(over(service), nanoTime);
            opened = known;
        }
        return known;
    }

    private String body(Reply reply) {
        return reply.fold(
                whole -> {
                    if (whole.status() == NOT_FOUND) {
                        throw nothing("gives this machine no role");
                    }
                    if (whole.status() != 200) {
                        throw nothing("answered HTTP " + whole.status());
                    }
                    return new String(whole.body(), StandardCharsets.UTF_8);
                },
                broken -> {
                    throw nothing("cannot be asked: " + broken.verdict().message());
                });
    }

    /** It becomes part of a path. */
    private String role(String body) {
        String name = body.strip();
        if (!name.matches("[A-Za-z0-9_+=,.@-]{1,128}")) {
            throw nothing("answered without the name of a role");
        }
        return name;
    }

    /** The body may hold a secret: no message repeats it. */
    private Credentials read(String role, String body) {
        JsonNode found;
        try {
            found = JSON.readTree(body);
        } catch (IOException e) {
            found = JsonNodeFactory.instance.missingNode();
        }
        long expires = found.path("ExpiredTime").asLong();
        if (!found.path("Code").asText().equals("Success") || expires <= 0) {
            throw nothing("answered without credentials for the role " + role);
        }
        return new Credentials(
                found.path("TmpSecretId").asText(),
                found.path("TmpSecretKey").asText(),
                found.path("Token").asText(),
                "role " + role + " of this machine",
                Instant.ofEpochSecond(expires));
    }

    private CredentialException nothing(String problem) {
        String message = "the metadata service at " + service + " " + problem;
        return new CredentialException(
                hasGiven ? message : "no credentials found: " + CredentialSource.HOW_TO_SET + "; " + message);
    }
}
