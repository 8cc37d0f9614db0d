package io.mpsbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Calls a simulator as a signed client would, and its unsigned endpoints. */
final class Caller {

    static final Account ACCOUNT = new Account("AKIDtest", "secret-of-the-test", Optional.empty());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI uri;
    private final InstantSource wall;
    private final Kind kind;
    private final UnaryOperator<TestSigner> spoiltSigner;
    private final Map<String, String> otherHeaders;

    Caller(Simulator simulator, InstantSource wall) {
        this(simulator.uri(), wall, Kind.IMAGE, UnaryOperator.identity(), Map.of());
    }

    private Caller(
            URI uri, InstantSource wall, Kind kind, UnaryOperator<TestSigner> signer, Map<String, String> headers) {
        this.uri = uri;
        this.wall = wall;
        this.kind = kind;
        this.spoiltSigner = signer;
        this.otherHeaders = headers;
    }

    Caller signing(UnaryOperator<TestSigner> signer) {
        return new Caller(uri, wall, kind, signer, otherHeaders);
    }

    Caller as(Account account) {
        return signing(signer -> signer.withSecretId(account.secretId()).withSecretKey(account.secretKey()));
    }

    /** Asks about tasks of the kind. */
    Caller about(Kind other) {
        return new Caller(uri, wall, other, spoiltSigner, otherHeaders);
    }

    /** With the header as given; an empty value leaves it out. Set after signing. */
    Caller header(String name, String value) {
        Map<String, String> headers = new TreeMap<>(otherHeaders);
        headers.put(name, value);
        return new Caller(uri, wall, kind, spoiltSigner, headers);
    }

    JsonNode describe(String taskId) {
        return call(kind.describeAction(), body(taskId));
    }

    CompletableFuture<HttpResponse<byte[]>> rawDescribe(String taskId) {
        return raw(kind.describeAction(), body(taskId));
    }

    private static String body(String taskId) {
        return "{\"TaskId\":\"" + taskId + "\"}";
    }

    String status(String taskId) {
        return describe(taskId).path("Status").asText("none");
    }

    String code(String taskId) {
        return describe(taskId).path("Error").path("Code").asText("none");
    }

    /** The content of {@code Response}. */
    JsonNode call(String action, String body) {
        HttpResponse<byte[]> response = raw(action, body).join();
        try {
            if (response.statusCode() != 200) {
                throw new AssertionError("HTTP status " + response.statusCode());
            }
            JsonNode answer = JSON.readTree(response.body()).path("Response");
            if (answer.path("RequestId").asText().length() != 36) {
                throw new AssertionError("no RequestId: " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    CompletableFuture<HttpResponse<byte[]>> raw(String action, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(wall.instant().getEpochSecond());
        Map<String, String> headers = new TreeMap<>(Map.of(
                "content-type", "application/json; charset=utf-8", "x-tc-action", action, "host", uri.getAuthority()));
        TestSigner signer = spoiltSigner.apply(TestSigner.of(ACCOUNT, wall.instant()));
        headers.put("authorization", signer.authorization(headers, timestamp, body));
        headers.put("x-tc-timestamp", timestamp);
        headers.put("x-tc-version", "2019-06-12");
        headers.putAll(otherHeaders);
        headers.remove("host");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.setHeader(name, value);
            }
        });
        return http.sendAsync(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    JsonNode get(String path) {
        return plain("GET", path, "", 200);
    }

    JsonNode plain(String method, String path, String body, int expectedStatus) {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<byte[]> response =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).join();
        if (response.statusCode() != expectedStatus) {
            throw new AssertionError(response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
