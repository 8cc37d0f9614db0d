package io.mpsbridge.mps;

import io.mpsbridge.mps.Tunnel.Login;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;

/** The way out to one host, by the proxy if there is one, over TLS if it wants that, with what the files say now. */
final class Egress {

    private static final String PASSWORD_FILE = "mps.proxy.password-file";

    private final Route route;
    private final boolean secure;
    private final Duration connectTimeout;
    private final Reloaded<Optional<Login>> login;
    private final Reloaded<TlsContexts> tls;
    private final CurrentSslContext endpointTls;

    /** Reads nothing yet. */
    Egress(MpsSettings settings, URI target, LongSupplier nanoTime) {
        ProxySettings proxy = settings.proxy();
        this.route = proxy.route(target);
        this.secure = "https".equals(target.getScheme());
        this.connectTimeout = settings.connectTimeout();
        Path password = route.hop() == null ? null : proxy.passwordFile();
        this.login = new Reloaded<>(
                password == null ? List.of() : List.of(new KeyedFile(PASSWORD_FILE, password)),
                contents -> login(proxy, contents),
                nanoTime);
        this.tls =
                new Reloaded<>(settings.tls().files(), contents -> TlsContexts.of(settings.tls(), contents), nanoTime);
        this.endpointTls = new CurrentSslContext(() -> tls.latest().endpoint());
    }

    Route route() {
        return route;
    }

    /** Completes once the files were read; {@link UnusableFilesException} if they never could be used. */
    Mono<Void> ready() {
        Mono<Void> known = login.current().then();
        return needsTls() ? known.then(tls.current()).then() : known;
    }

    /** The client with the connector for this way. */
    HttpClient over(HttpClient client) {
        Route.Hop hop = route.hop();
        HttpClient connecting = hop == null
                ? client.resolver(dns -> dns.queryTimeout(connectTimeout))
                : client.resolver(dns -> dns.queryTimeout(connectTimeout)
                                .dnsAddressResolverGroupProvider(builder -> new ProxyResolver(builder, hop.proxy())))
                        .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                                .addFirst(new Tunnel(
                                        hop, () -> login.latest().orElse(null), proxyTls(hop), connectTimeout)));
        return secure
                ? connecting.secure(spec -> spec.sslContext(endpointTls).handshakeTimeout(connectTimeout))
                : connecting;
    }

    /** Whether the connection was begun with what files said that have changed since. */
    boolean isOutdated(Connection connection) {
        return endpointTls.isOutdated(connection.channel());
    }

    /** Our own certificate, if files give one. */
    Optional<PeerCertificate> ownCertificate() {
        return tls.last().map(TlsContexts::own).map(PeerCertificate::of);
    }

    private boolean needsTls() {
        Route.Hop hop = route.hop();
        return secure || (hop != null && hop.proxy().kind() == ProxyAddress.Kind.HTTPS);
    }

    private @Nullable Function<ChannelHandlerContext, SslHandler> proxyTls(Route.Hop hop) {
        ProxyAddress proxy = hop.proxy();
        return proxy.kind() != ProxyAddress.Kind.HTTPS
                ? null
                : context -> {
                    SslHandler handler = tls.latest().proxy().newHandler(context.alloc(), proxy.host(), proxy.port());
                    handler.setHandshakeTimeoutMillis(connectTimeout.toMillis());
                    return handler;
                };
    }

    private static Optional<Login> login(ProxySettings proxy, List<String> contents) {
        String user = proxy.effectiveUser();
        String password = contents.isEmpty() ? proxy.effectivePassword() : line(contents.get(0));
        return user == null || password == null ? Optional.empty() : Optional.of(new Login(user, password));
    }

    private static String line(String content) {
        String password = content.strip();
        if (password.isEmpty()) {
            throw new UnusableFilesException(PASSWORD_FILE + ": the file is empty; write the password into it");
        }
        return password;
    }
}
