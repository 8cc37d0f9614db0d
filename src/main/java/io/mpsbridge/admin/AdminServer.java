package io.mpsbridge.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** Read-only HTTP for probes: {@code /livez}, {@code /readyz} and {@code /api/status}, all JSON. */
public final class AdminServer {

    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_CONNECTIONS_QUEUED = 128;
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    /** What the server tells; asked for at every request, must not block. */
    public interface Sources {
        /** Whether the process works at all; depends on nothing outside. */
        Mono<Health> live();

        /** Whether it does its job. */
        Mono<Health> ready();

        /** Everything there is to know, as values that Jackson can write. */
        Mono<Object> status();

        /** Every meter, for Prometheus. */
        Mono<Text> metrics();
    }

    /** A text as it goes over the wire. */
    public record Text(String mediaType, String text) {}

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Instant.class, new InstantAsText()))
            .build();

    private final DisposableServer server;
    private final LoopResources loops;

    private AdminServer(DisposableServer server, LoopResources loops) {
        this.server = server;
        this.loops = loops;
    }

    /**
     * Binds the port.
     *
     * @throws UncheckedIOException if it is taken; the message names the key to change
     */
    public static AdminServer start(AdminSettings settings, Sources sources) {
        LoopResources loops = LoopResources.create("mps-bridge-admin", 1, true);
        try {
            DisposableServer server = HttpServer.create()
                    .host(settings.host())
                    .port(settings.port())
                    .runOn(loops)
                    .idleTimeout(IDLE_TIMEOUT)
                    .option(io.netty.channel.ChannelOption.SO_BACKLOG, MAX_CONNECTIONS_QUEUED)
                    .httpRequestDecoder(spec -> spec.maxHeaderSize(MAX_HEADER_BYTES))
                    .route(routes -> routes.get("/livez", (request, response) -> health(response, sources.live()))
                            .get("/readyz", (request, response) -> health(response, sources.ready()))
                            .get("/metrics", (request, response) -> text(response, sources.metrics()))
                            .get("/api/status", (request, response) -> status(response, sources.status())))
                    .bindNow(BIND_TIMEOUT);
            return new AdminServer(server, loops);
        } catch (ChannelBindException e) {
            loops.dispose();
            throw new UncheckedIOException(
                    "admin.port " + settings.port() + " on " + settings.host()
                            + " is taken: choose another (ADMIN_PORT), or 0 for any free one",
                    new BindException(e.getMessage()));
        }
    }

    /** The port that was bound. */
    public int port() {
        return server.port();
    }

    /** Stops listening, within two seconds. */
    public void close() {
        server.disposeNow(CLOSE_TIMEOUT);
        loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).subscribe();
    }

    private static Publisher<Void> health(HttpServerResponse response, Mono<Health> health) {
        return health.flatMap(found -> json(response.status(statusOf(found)), found));
    }

    private static HttpResponseStatus statusOf(Health health) {
        return health.ok() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
    }

    private static Publisher<Void> status(HttpServerResponse response, Mono<Object> status) {
        return status.flatMap(found -> json(response, found));
    }

    private static Publisher<Void> text(HttpServerResponse response, Mono<Text> text) {
        return text.flatMap(
                found -> send(response, found.mediaType(), () -> found.text().getBytes(StandardCharsets.UTF_8)));
    }

    private static Mono<Void> json(HttpServerResponse response, Object body) {
        return send(response, "application/json", () -> bytes(body));
    }

    private static Mono<Void> send(HttpServerResponse response, String mediaType, Callable<byte[]> body) {
        return Mono.defer(() -> response.header("content-type", mediaType)
                .header("cache-control", "no-store")
                .header("x-content-type-options", "nosniff")
                .sendByteArray(Mono.fromCallable(body))
                .then());
    }

    private static byte[] bytes(Object body) throws JsonProcessingException {
        return JSON.writeValueAsBytes(body);
    }

    private static final class InstantAsText extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }
}
