package io.mpsbridge.mps;

import io.mpsbridge.mps.Tunnel.Login;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** The way out to one host, by the proxy if there is one, with what its files say now. */
final class Egress {

    private final Route route;
    private final Duration connectTimeout;
    private final Reloaded<Optional<Login>> login;

    /** Reads nothing yet. */
    Egress(MpsSettings settings, URI target, LongSupplier nanoTime) {
        ProxySettings proxy = settings.proxy();
        this.route = proxy.route(target);
        this.connectTimeout = settings.connectTimeout();
        Path passwordFile = route.hop() == null ? null : proxy.passwordFile();
        this.login = new Reloaded<>(
                "mps.proxy.password-file",
                passwordFile == null ? List.of() : List.of(passwordFile),
                contents -> login(proxy, contents),
                nanoTime);
    }

    Route route() {
        return route;
    }

    /** Completes once the files were read; {@link UnusableFilesException} if they never could be used. */
    Mono<Void> ready() {
        return login.current().then();
    }

    /** The client with the connector for this way. */
    HttpClient over(HttpClient client) {
        Route.Hop hop = route.hop();
        return hop == null
                ? client.resolver(dns -> dns.queryTimeout(connectTimeout))
                : client.resolver(dns -> dns.queryTimeout(connectTimeout)
                                .dnsAddressResolverGroupProvider(builder -> new ProxyResolver(builder, hop.proxy())))
                        .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                                .addFirst(new Tunnel(hop, () -> login.latest().orElse(null), null, connectTimeout)));
    }

    private static Optional<Login> login(ProxySettings proxy, List<String> contents) {
        String user = proxy.effectiveUser();
        String password = contents.isEmpty() ? proxy.effectivePassword() : line(contents.get(0));
        return user == null || password == null ? Optional.empty() : Optional.of(new Login(user, password));
    }

    private static @Nullable String line(String content) {
        String password = content.strip();
        if (password.isEmpty()) {
            throw new UnusableFilesException("mps.proxy.password-file: the file is empty, write the password into it");
        }
        return password;
    }
}
