package io.mpsbridge.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** A response body and its media type. */
public record HttpContent(String mediaType, String content) {

    /** No framing, and only our own scripts, styles and images. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static HttpContent json(Object value) {
        return new HttpContent("application/json", Json.text(value));
    }

    static HttpContent problem(String message) {
        return json(Map.of("error", message));
    }

    Publisher<Void> send(HttpServerResponse response, HttpResponseStatus status) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return response.status(status)
                .header("content-type", mediaType)
                .header("content-length", Integer.toString(bytes.length))
                .header("cache-control", "no-store")
                .header("content-security-policy", POLICY)
                .header("x-content-type-options", "nosniff")
                .header("referrer-policy", "no-referrer")
                .header("cross-origin-resource-policy", "same-origin")
                .sendByteArray(Mono.just(bytes));
    }
}
