package io.mpsbridge.mps;

import java.util.List;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** The files of {@code mps.tls.*} where no way to MPS is one over TLS, so that nothing else reads them. */
public final class TlsFiles {

    private TlsFiles() {}

    /**
     * Whether there are files that nobody needs.
     *
     * @param accounts all ways to MPS
     */
    public static boolean areIdle(List<MpsSettings> accounts) {
        return accounts.stream().noneMatch(TlsFiles::isSecure)
                && accounts.stream().anyMatch(each -> !each.tls().files().isEmpty());
    }

    /**
     * What is wrong with them, empty if they could be used.
     *
     * @param nanoTime a monotonic clock
     */
    public static Mono<String> problem(MpsSettings settings, LongSupplier nanoTime) {
        TlsSettings tls = settings.tls();
        return new Reloaded<>(tls.files(), contents -> TlsContexts.of(tls, contents), nanoTime)
                .current()
                .map(usable -> "")
                .onErrorResume(UnusableFilesException.class, e -> Mono.just(String.valueOf(e.getMessage())));
    }

    private static boolean isSecure(MpsSettings settings) {
        Route.Hop hop = settings.proxy().route(settings.endpoint()).hop();
        return "https".equals(settings.endpoint().getScheme())
                || (hop != null && hop.proxy().kind() == ProxyAddress.Kind.HTTPS);
    }
}
