package io.mpsbridge.mps;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What went wrong at the proxy, in words that name it and the way out. */
final class ProxyFailures {

    /** Netty begins each message with protocol, scheme and both addresses. */
    private static final Pattern DETAIL = Pattern.compile(" => \\S+?, (?<detail>.*)$", Pattern.DOTALL);

    private static final Pattern STATUS = Pattern.compile("status: (?<code>\\d{3})\\b.*", Pattern.DOTALL);
    /** What Netty makes of bytes that are no HTTP. */
    private static final int NO_STATUS = 999;

    private ProxyFailures() {}

    /** The message, if one of the causes is about the proxy. */
    static Optional<String> message(List<Throwable> causes, Route.Hop hop) {
        return causes.stream()
                .map(cause -> message(cause, hop))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> message(Throwable cause, Route.Hop hop) {
        String text = String.valueOf(cause.getMessage());
        String words = null;
        if (cause instanceof Tunnel.NoSocksException) {
            words = "did not answer in SOCKS 5: see whether " + hop.from() + " has the right scheme and port";
        } else if (cause instanceof ProxyConnectException) {
            Matcher matcher = DETAIL.matcher(text);
            words = answered(matcher.find() ? matcher.group("detail") : text, hop);
        } else if (cause instanceof Tunnel.ProxyTlsException) {
            words = "could not be reached over TLS (" + text
                    + "): trust its issuer by mps.tls.trust, or write http:// if it speaks plain HTTP";
        } else if (cause instanceof UnknownHostException) {
            words = "has a host name that cannot be resolved (" + text + "): correct " + hop.from();
        } else if (cause instanceof ConnectTimeoutException) {
            words = "did not accept a connection in time (" + text + "): correct " + hop.from()
                    + ", or open the way to it";
        } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            words = "could not be connected to (" + text + "): correct " + hop.from() + ", or start it";
        }
        return words == null ? Optional.empty() : Optional.of(hop.shown() + " " + words);
    }

    private static String answered(String detail, Route.Hop hop) {
        String target =
                hop.destination().getHostString() + ":" + hop.destination().getPort();
        Matcher status = STATUS.matcher(detail);
        if (status.matches()) {
            return byStatus(Integer.parseInt(status.group("code")), detail, target, hop);
        }
        if (detail.equals("timeout")) {
            return "did not open the way to " + target + " in time: see whether it reaches that host";
        }
        if (detail.equals("disconnected")) {
            return "closed the connection instead of opening the way to " + target + ": see its log, and whether "
                    + hop.from() + " has the right scheme and port";
        }
        if (detail.startsWith("authStatus: ") || detail.startsWith("unexpected authMethod: ")) {
            return "wants a user and password that it knows (" + detail + "): " + login(hop);
        }
        return "did not open the way to " + target + " (" + detail + "): see whether " + hop.from()
                + " has the right scheme and port, and the proxy's log";
    }

    private static String byStatus(int code, String detail, String target, Route.Hop hop) {
        if (code == NO_STATUS) {
            return "did not answer in HTTP: see whether " + hop.from() + " has the right scheme and port";
        }
        if (code == 407) {
            return "wants a user and password that it knows (" + detail + "): " + login(hop);
        }
        return code >= 500
                ? "cannot reach " + target + " (" + detail + "): see its name resolution and its own way out"
                : "does not let the bridge through to " + target + " (" + detail
                        + "): allow that there, or name the host in mps.proxy.no-proxy";
    }

    private static String login(Route.Hop hop) {
        return "set mps.proxy.user and mps.proxy.password"
                + (hop.from().equals(ProxySettings.URL) ? "" : ", or those in " + hop.from());
    }
}
