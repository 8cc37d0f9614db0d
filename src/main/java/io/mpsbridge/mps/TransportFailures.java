package io.mpsbridge.mps;

import io.mpsbridge.input.ForeignText;
import io.mpsbridge.task.Verdict;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Turns an exception of the HTTP client into a verdict. */
final class TransportFailures {

    private static final int DEEPEST_CAUSE = 10;
    private static final String NO_HTTP = "did not answer in HTTP";

    /**
     * The pool's exceptions have no public supertype; these are the shaded ones that Reactor Netty throws. The first
     * row that matches the exception or one of its causes decides.
     */
    private static final List<Row> TABLE = List.of(
            new Row(UnusableFilesException.class, "files", "cannot be asked"),
            new Row(BodyTooLargeException.class, "unreadable", "sent more than " + MpsHttp.MAX_BODY + " bytes"),
            new Row(UnknownHostException.class, "dns", "has a host name that cannot be resolved"),
            new Row(
                    NotSslRecordException.class,
                    "tls",
                    "could not be reached over TLS: what answers there does not speak TLS; correct host and port of the"
                            + " endpoint, or write http:// if it speaks plain HTTP"),
            new Row(SSLException.class, "tls", "could not be reached over TLS"),
            new Row(GeneralSecurityException.class, "tls", "could not be reached over TLS"),
            new Row(ConnectTimeoutException.class, "connect", "did not accept a connection in time"),
            new Row(PoolAcquireTimeoutException.class, "connect", "had no free connection in time"),
            new Row(PoolAcquirePendingLimitException.class, "connect", "had too many calls waiting for a connection"),
            new Row(ConnectException.class, "connect", "could not be connected to"),
            new Row(NoRouteToHostException.class, "connect", "could not be connected to"),
            new Row(TimeoutException.class, "timeout", "did not answer in time"),
            new Row(java.util.concurrent.TimeoutException.class, "timeout", "did not finish its answer in time"),
            new Row(CodecException.class, "unreadable", NO_HTTP),
            new Row(IOException.class, "reset", "closed the connection before its answer was whole"),
            new Row(Exception.class, "unreadable", NO_HTTP));

    private TransportFailures() {}

    static Verdict.Unavailable verdict(Exception error, String endpoint, Route route) {
        List<Throwable> causes = Stream.<Throwable>iterate(error, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .toList();
        Route.Hop hop = route.hop();
        return Optional.ofNullable(hop)
                .flatMap(proxy -> ProxyFailures.message(causes, proxy))
                .map(message -> unavailable("proxy", message))
                .orElseGet(() -> byTable(causes, hop == null ? endpoint : endpoint + ", by " + hop.shown() + ","));
    }

    /** @param subject what the rows' words follow */
    private static Verdict.Unavailable byTable(List<Throwable> causes, String subject) {
        Row row = TABLE.stream()
                .filter(candidate -> causes.stream().anyMatch(candidate.type::isInstance))
                .findFirst()
                .orElseThrow();
        Throwable decisive =
                causes.stream().filter(row.type::isInstance).findFirst().orElseThrow();
        if (row.quotesPeer()) {
            return unavailable(row.code, subject + " " + row.words);
        }
        String detail = decisive.getMessage() == null ? decisive.getClass().getSimpleName() : decisive.getMessage();
        return unavailable(row.code, subject + " " + row.words + " (" + detail + ")" + wayOut(row, detail));
    }

    private static String wayOut(Row row, String detail) {
        if (row.type == SSLException.class && detail.contains("certification path")) {
            return ": name the PEM file of its issuer in mps.tls.trust";
        }
        // The alerts of a peer to which we showed no certificate, or one that it does not take.
        return row.type == SSLException.class && detail.matches("(?s).*alert: (certificate_required|bad_certificate).*")
                ? ": it wants a certificate, by mps.tls.certificate and mps.tls.key"
                : "";
    }

    private static Verdict.Unavailable unavailable(String code, String message) {
        return new Verdict.Unavailable(code, ForeignText.clean(message, AnswerReader.MAX_MESSAGE), null);
    }

    private record Row(Class<? extends Exception> type, String code, String words) {
        /** Whether the exception's message has bytes of the other side in it. */
        boolean quotesPeer() {
            return type == NotSslRecordException.class || words.equals(NO_HTTP);
        }
    }
}
