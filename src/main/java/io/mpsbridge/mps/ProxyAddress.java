package io.mpsbridge.mps;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as its URL names it.
 *
 * @param host without the brackets of an IPv6 address
 * @param user from the URL, or null
 * @param password from the URL, or null; empty if the URL has only the colon
 */
record ProxyAddress(
        Kind kind,
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    /** How to speak to the proxy. */
    enum Kind {
        /** {@code CONNECT} in the clear. */
        HTTP,
        /** {@code CONNECT} over TLS. */
        HTTPS,
        /** SOCKS 5; the proxy resolves the name. */
        SOCKS5
    }

    private static final Pattern URL = Pattern.compile(
            "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<login>.*)@)?(?:\\[(?<ip>[0-9A-Fa-f:.]+)]|(?<name>[A-Za-z0-9._-]+))(?::(?<port>\\d{1,5}))?/?");

    /** @throws IllegalArgumentException whose message follows the name of the setting and repeats nothing of it */
    static ProxyAddress parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "must be a URL such as http://proxy.example:3128 or socks5://proxy.example:1080");
        }
        String login = parts.group("login");
        int colon = login == null ? -1 : login.indexOf(':');
        return new ProxyAddress(
                kind(parts.group("scheme")),
                parts.group("ip") == null ? parts.group("name") : parts.group("ip"),
                port(parts.group("port")),
                login == null ? null : decoded(colon < 0 ? login : login.substring(0, colon)),
                colon < 0 ? null : decoded(login.substring(colon + 1)));
    }

    /** Without user and password. */
    String shown() {
        return kind.name().toLowerCase(Locale.ROOT) + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + port;
    }

    private static Kind kind(@Nullable String scheme) {
        return switch (scheme == null ? "http" : scheme.toLowerCase(Locale.ROOT)) {
            case "http" -> Kind.HTTP;
            case "https" -> Kind.HTTPS;
            case "socks5", "socks5h" -> Kind.SOCKS5;
            default -> throw new IllegalArgumentException("must begin with http://, https:// or socks5://");
        };
    }

    /** Required, because programs differ in what they take for the default. */
    private static int port(@Nullable String digits) {
        int port = digits == null ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("must name a port from 1 to 65535, such as http://proxy.example:3128");
        }
        return port;
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must have a user and password in which each % begins an escape such as %40 for @", e);
        }
    }

    @Override
    public String toString() {
        return shown();
    }
}
