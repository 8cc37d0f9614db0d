package io.mpsbridge.mps;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code mps.endpoint} may be: scheme, host, and perhaps a port. */
final class EndpointRule {

    private EndpointRule() {}

    /**
     * Returns the endpoint with its scheme and host in lower case, as they are signed.
     *
     * @throws IllegalArgumentException if it cannot be used; the message says what to write instead
     */
    static URI check(URI endpoint, boolean allowHttp) {
        String scheme = String.valueOf(lower(endpoint.getScheme()));
        if (!"https".equals(scheme) && !"http".equals(scheme)) {
            throw wrong("must start with https:// and is '" + endpoint + "'; write for instance https://"
                    + guessHost(endpoint));
        }
        // The authority may hold a password: it is not repeated.
        if (endpoint.getRawUserInfo() != null
                || String.valueOf(endpoint.getRawAuthority()).contains("@")) {
            throw wrong(
                    "must not hold a user or password; credentials are tencentcloud.secret-id and tencentcloud.secret-key");
        }
        String host = lower(endpoint.getHost());
        if (host == null) {
            throw wrong("has no valid host name (letters, digits, '-' and '.') in '" + endpoint
                    + "'; write for instance " + "https://mps.intl.tencentcloudapi.com");
        }
        URI bare = bare(scheme, host, endpoint.getPort());
        boolean plainPath = "".equals(endpoint.getRawPath()) || "/".equals(endpoint.getRawPath());
        if (!plainPath || endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            throw wrong("must end after the host and port and is '" + endpoint + "'; write " + bare);
        }
        if ("http".equals(scheme) && !allowHttp && !isLoopback(host)) {
            throw wrong("is '" + bare + "', and plain http is for loopback hosts alone: write https://"
                    + bare.getRawAuthority() + ", or set mps.allow-http=true if nobody else can listen on the way");
        }
        return bare;
    }

    private static URI bare(String scheme, String host, int port) {
        if (port == 0 || port > 65_535) {
            throw wrong("has the port " + port + "; ports are from 1 to 65535");
        }
        try {
            return new URI(scheme, null, host, port, null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("mps.endpoint has no valid host name: " + e.getReason(), e);
        }
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || host.equals("[::1]");
    }

    /** For {@code host}, {@code host:port} and {@code //host}: what was meant, without what cannot be in an endpoint. */
    private static String guessHost(URI endpoint) {
        String meant = endpoint.toString().replaceFirst("^[A-Za-z]*:?//", "").replaceFirst("[/?#].*$", "");
        return meant.matches("[A-Za-z0-9.-]+(:\\d+)?") ? meant : "mps.intl.tencentcloudapi.com";
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("mps.endpoint " + what);
    }
}
