package io.mpsbridge.mps;

import io.mpsbridge.input.InvalidSettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an endpoint may be: scheme, host, and perhaps a port. */
final class EndpointRule {

    private static final String EXAMPLE = "mps.intl.tencentcloudapi.com";

    private EndpointRule() {}

    /**
     * Returns the endpoint with its scheme and host in lower case, as they are signed.
     *
     * @param key what the endpoint was read from
     * @throws InvalidSettingException if it cannot be used; its problem says what to write instead
     */
    static URI check(String key, URI endpoint, boolean allowHttp) {
        // The authority may hold a password: do not repeat it.
        if (endpoint.getRawUserInfo() != null
                || String.valueOf(endpoint.getRawAuthority()).contains("@")) {
            throw new InvalidSettingException(
                    key, null, "must not hold a user or password; credentials have keys of their own");
        }
        String scheme = String.valueOf(lower(endpoint.getScheme()));
        if (!"https".equals(scheme) && !"http".equals(scheme)) {
            throw wrong(
                    key, endpoint, "must start with https:// (write for instance https://" + guessHost(endpoint) + ")");
        }
        String host = lower(endpoint.getHost());
        if (host == null) {
            throw wrong(
                    key,
                    endpoint,
                    "must have a host name of letters, digits, '-' and '.' (write for instance https://" + EXAMPLE
                            + ")");
        }
        URI bare = bare(key, endpoint, scheme, host);
        boolean plainPath = "".equals(endpoint.getRawPath()) || "/".equals(endpoint.getRawPath());
        if (!plainPath || endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            throw wrong(key, endpoint, "must end after the host and port (write " + bare + ")");
        }
        if ("http".equals(scheme) && !allowHttp && !isLoopback(host)) {
            throw wrong(
                    key,
                    endpoint,
                    "must be https:// unless its host is loopback (write https://" + bare.getRawAuthority()
                            + ", or set mps.allow-http=true if nobody else can listen on the way)");
        }
        return bare;
    }

    private static URI bare(String key, URI endpoint, String scheme, String host) {
        int port = endpoint.getPort();
        if (port == 0 || port > 65_535) {
            throw wrong(key, endpoint, "must have a port from 1 to 65535");
        }
        try {
            return new URI(scheme, null, host, port, null, null, null);
        } catch (URISyntaxException e) {
            throw wrong(key, endpoint, "must have a valid host name (" + e.getReason() + ")");
        }
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || host.equals("[::1]");
    }

    /**
     * For {@code host}, {@code host:port} and {@code //host}: the likely intent, without what an endpoint cannot
     * contain.
     */
    private static String guessHost(URI endpoint) {
        String meant = endpoint.toString().replaceFirst("^[A-Za-z]*:?//", "").replaceFirst("[/?#].*$", "");
        return meant.matches("[A-Za-z0-9.-]+(:\\d+)?") ? meant : EXAMPLE;
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static InvalidSettingException wrong(String key, URI endpoint, String problem) {
        return new InvalidSettingException(key, endpoint, problem);
    }
}
