package io.mpsbridge.mps;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslHandler;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;
import reactor.netty.resources.LoopResources;

/**
 * Posts to the endpoint and returns whole answers: bounded in connections, time and size. One request per subscription:
 * no retry (every attempt needs a permit that only the caller can take), no redirect, and no compression, so that a
 * small answer cannot expand into a large one.
 */
final class MpsHttp {

    static final int MAX_BODY = 1024 * 1024;

    private static final String NAME = "mps-http";
    private static final int THREADS = 2;
    private static final Duration MAX_IDLE = Duration.ofSeconds(30);
    /** The longest that a connection outlives a change of the endpoint's addresses. */
    private static final Duration MAX_LIFE = Duration.ofMinutes(10);

    private static final Mono<Reply> TOO_LATE = Mono.error(() -> new TimeoutException("connect and response time-out"));

    private final URI endpoint;
    private final Duration totalTimeout;
    private final Egress egress;
    private final ConnectionProvider connections;
    private final LoopResources threads;
    private final UnaryOperator<HttpClient> finish;
    private final LongSupplier nanoTime;
    private final HttpClient client;
    /** Made once: each step towards a request copies the client. */
    private final HttpClient.RequestSender poster;

    /** By endpoint; filled before the first call. */
    private final Map<URI, MpsHttp> others = new LinkedHashMap<>();

    private volatile @Nullable PeerCertificate peer;

    /** @param nanoTime a monotonic clock */
    static MpsHttp open(MpsSettings settings, LongSupplier nanoTime) {
        return new MpsHttp(settings, nanoTime, UnaryOperator.identity());
    }

    /** @param finish applied to the client last */
    MpsHttp(MpsSettings settings, LongSupplier nanoTime, UnaryOperator<HttpClient> finish) {
        this(settings, nanoTime, finish, LoopResources.create(NAME, THREADS, true));
    }

    private MpsHttp(
            MpsSettings settings, LongSupplier nanoTime, UnaryOperator<HttpClient> finish, LoopResources threads) {
        this.endpoint = settings.endpoint();
        this.totalTimeout = settings.totalTimeout();
        this.egress = new Egress(settings, endpoint, nanoTime);
        this.connections = pool(settings);
        this.threads = threads;
        this.finish = finish;
        this.nanoTime = nanoTime;
        this.client = finish.apply(client(settings));
        this.poster = client.post().uri("/");
    }

    /** The way to another account's endpoint, on the same threads; closed with this one. */
    MpsHttp to(MpsSettings settings) {
        return settings.endpoint().equals(endpoint)
                ? this
                : others.computeIfAbsent(
                        settings.endpoint(), other -> new MpsHttp(settings, nanoTime, finish, threads));
    }

    /**
     * Sends the body once. Never errors for what the network or the peer does; cancelling closes the connection.
     *
     * @param mayLeave checked once connected; if false, nothing is written, and the result is empty
     */
    Mono<Reply> post(Map<String, String> headers, byte[] body, BooleanSupplier mayLeave) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> withdrawn = Sinks.empty();
            Mono<ByteBuf> sent = Mono.defer(() -> {
                if (mayLeave.getAsBoolean()) {
                    return Mono.just(Unpooled.wrappedBuffer(body));
                }
                // Cancels the call. An error would have Reactor Netty log a warning.
                withdrawn.tryEmitEmpty();
                return Mono.never();
            });
            return exchange(poster.send((request, outbound) -> {
                        headers.forEach(request.requestHeaders()::set);
                        return outbound.send(sent);
                    }))
                    .takeUntilOther(withdrawn.asMono());
        });
    }

    /** Gets what is at the path. Never errors for what the network or the peer does. */
    Mono<Reply> get(String path) {
        return exchange(client.get().uri(path));
    }

    private Mono<Reply> exchange(HttpClient.ResponseReceiver<?> request) {
        return egress.ready()
                .then(request.response((answer, content) -> whole(content.cast(ByteBuf.class))
                                .<Reply>map(bytes -> new Reply.Whole(
                                        answer.status().code(),
                                        answer.responseHeaders().get(HttpHeaderNames.DATE),
                                        bytes)))
                        .single())
                // With a fallback, or else each subscription makes up a description of what was late.
                .timeout(totalTimeout, TOO_LATE)
                .onErrorResume(
                        Exception.class,
                        e -> Mono.just(
                                new Reply.Broken(TransportFailures.verdict(e, endpoint.toString(), egress.route()))));
    }

    /** The way to the endpoint, and who met us there when the last connection was opened. */
    Probe.Way way() {
        return new Probe.Way(
                egress.route().shown(), peer, egress.ownCertificate().orElse(null));
    }

    /** Closes all connections, open calls included, then ends the threads. */
    Mono<Void> close() {
        return Flux.fromIterable(others.values())
                .concatMap(other -> other.connections.disposeLater())
                .then(connections.disposeLater())
                .then(threads.disposeLater(Duration.ZERO, Duration.ofSeconds(2)));
    }

    private static Mono<byte[]> whole(Flux<ByteBuf> content) {
        return content.collect(ByteArrayOutputStream::new, MpsHttp::append).map(ByteArrayOutputStream::toByteArray);
    }

    private static void append(ByteArrayOutputStream whole, ByteBuf piece) {
        if (whole.size() + piece.readableBytes() > MAX_BODY) {
            throw new BodyTooLargeException(MAX_BODY);
        }
        byte[] bytes = new byte[piece.readableBytes()];
        piece.readBytes(bytes);
        whole.writeBytes(bytes);
    }

    private HttpClient client(MpsSettings settings) {
        return egress.over(HttpClient.create(connections)
                .runOn(threads)
                .protocol(HttpProtocol.HTTP11)
                .baseUrl(endpoint.toString())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .responseTimeout(settings.responseTimeout())
                .disableRetry(true)
                .followRedirect(false)
                .compress(false)
                .doOnConnected(connection -> peer = certificate(connection))
                .noProxy());
    }

    private static @Nullable PeerCertificate certificate(Connection connection) {
        try {
            return connection.channel().pipeline().get(NettyPipeline.SslHandler) instanceof SslHandler tls
                            && tls.engine().getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? PeerCertificate.of(certificate)
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // the handshake failed
        }
    }

    private ConnectionProvider pool(MpsSettings settings) {
        return ConnectionProvider.builder(NAME)
                .maxConnections(settings.maxConnections())
                .pendingAcquireMaxCount(settings.maxConnections())
                .pendingAcquireTimeout(settings.connectTimeout())
                .evictionPredicate(this::isOver)
                .evictInBackground(MAX_IDLE)
                .metrics(true)
                .build();
    }

    /** As a pool decides by itself, and without connections that were begun with files since replaced. */
    private boolean isOver(Connection connection, ConnectionMetadata past) {
        return !connection.channel().isActive()
                || !connection.isPersistent()
                || past.idleTime() >= MAX_IDLE.toMillis()
                || past.lifeTime() >= MAX_LIFE.toMillis()
                || egress.isOutdated(connection);
    }
}
