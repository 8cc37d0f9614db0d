package io.mpsbridge.mps;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelId;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.tcp.TcpServer;

/** The other end, on loopback: either speaks HTTP or sends what it is told to. */
final class Peer implements AutoCloseable {

    static final String RUN = "{\"Response\":{\"Status\":\"RUN\",\"RequestId\":\"r-1\"}}";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final List<Received> requests = new CopyOnWriteArrayList<>();
    /** Reactor Netty reports a connection once for each request on it. */
    final Set<ChannelId> connections = ConcurrentHashMap.newKeySet();

    private DisposableServer server;

    record Received(String uri, HttpHeaders headers, String body) {}

    /** Answers each request by a function of the response. */
    static Peer http(Function<HttpServerResponse, Publisher<Void>> answer) {
        return http(UnaryOperator.identity(), answer);
    }

    static Peer http(UnaryOperator<HttpServer> configure, Function<HttpServerResponse, Publisher<Void>> answer) {
        Peer peer = new Peer();
        HttpServer plain = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnConnection(
                        connection -> peer.connections.add(connection.channel().id()))
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString(StandardCharsets.UTF_8)
                        .defaultIfEmpty("")
                        .doOnNext(body -> peer.requests.add(new Received(
                                request.uri(), request.requestHeaders().copy(), body)))
                        .then(Mono.defer(() -> Mono.from(answer.apply(response)))));
        peer.server = configure.apply(plain).bindNow(PATIENCE);
        return peer;
    }

    static Peer answering(String body) {
        return http(response -> response.sendString(Mono.just(body)));
    }

    /** Sends bytes as soon as a request has arrived, then does what {@code then} says. */
    static Peer raw(Publisher<String> bytes, Function<Connection, Publisher<Void>> then) {
        Peer peer = new Peer();
        peer.server = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                // Closing with bytes unread or lingering off makes a reset of it.
                .childOption(ChannelOption.SO_LINGER, 0)
                .doOnConnection(connection -> {
                    peer.connections.add(connection.channel().id());
                    connection
                            .inbound()
                            .receive()
                            .asString()
                            .doOnNext(request -> peer.requests.add(new Received("", null, request)))
                            .next()
                            .flatMapMany(request -> connection
                                    .outbound()
                                    .send(
                                            Flux.from(bytes)
                                                    .map(text -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)),
                                            text -> true)
                                    .then(then.apply(connection))
                                    .then())
                            .subscribe(done -> {}, error -> {});
                })
                .bindNow(PATIENCE);
        return peer;
    }

    static Publisher<Void> stayOpen(Connection connection) {
        return Mono.never();
    }

    static Publisher<Void> close(Connection connection) {
        return Mono.fromRunnable(connection::dispose);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.disposeNow(PATIENCE);
    }
}
