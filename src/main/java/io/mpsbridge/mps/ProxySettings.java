package io.mpsbridge.mps;

import io.mpsbridge.input.InvalidSettingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxy between the bridge and MPS: the keys {@code mps.proxy.*}, or the standard variables that stand in for them.
 *
 * @param url null if there is none
 * @param urlFrom the key or variable that gave it
 * @param password as a value, or null
 * @param passwordFile the file that holds it, read again when it changes, or null
 * @param noProxy hosts that are reached directly
 * @param noProxyFrom the key or variable that gave them
 */
public record ProxySettings(
        @Nullable String url,
        String urlFrom,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path passwordFile,
        List<String> noProxy,
        String noProxyFrom) {

    public static final String URL = "mps.proxy.url";
    public static final String NO_PROXY = "mps.proxy.no-proxy";
    /** No proxy. */
    public static final ProxySettings NONE = new ProxySettings(null, URL, null, null, null, List.of(), NO_PROXY);

    private static final String USER = "mps.proxy.user";
    private static final String PASSWORD = "mps.proxy.password";
    /** SOCKS gives the length one byte. */
    private static final int LONGEST_LOGIN_BYTES = 255;

    public ProxySettings {
        noProxy = List.copyOf(noProxy);
        boolean hasPassword = password != null || passwordFile != null;
        if (password != null && passwordFile != null) {
            throw new InvalidSettingException(
                    PASSWORD, null, "is given both as a value and as the file " + passwordFile + ": keep one");
        }
        ProxyAddress address = url == null ? null : address(url);
        if (address == null) {
            if (user != null || hasPassword) {
                throw new InvalidSettingException(
                        URL,
                        null,
                        "is missing: " + (user != null ? USER : PASSWORD)
                                + " is set, which nothing uses without a proxy");
            }
        } else {
            String effective = user == null ? address.user() : user;
            requireLogin(effective, hasPassword || (user == null && address.password() != null));
            requireShort(USER, effective);
            requireShort(PASSWORD, password == null ? address.password() : password);
        }
    }

    /** How a request to this address goes. */
    Route route(URI target) {
        String host = target.getHost().replaceAll("[\\[\\]]", "");
        int port = target.getPort() > 0 ? target.getPort() : "https".equals(target.getScheme()) ? 443 : 80;
        if (url == null) {
            return Route.direct("no proxy is set by " + URL + ", HTTPS_PROXY or ALL_PROXY");
        }
        if (!urlFrom.equals(URL) && EndpointRule.isLoopback(target.getHost())) {
            return Route.direct(urlFrom + " is not for loopback");
        }
        return new NoProxy(noProxy).covers(host, port)
                ? Route.direct(noProxyFrom + " names " + host)
                : Route.by(address(url), urlFrom, host, port);
    }

    /** Null without one. */
    @Nullable String effectiveUser() {
        return user == null && url != null ? address(url).user() : user;
    }

    /** The password where no file holds it; null without one. */
    @Nullable String effectivePassword() {
        return password == null && url != null && user == null ? address(url).password() : password;
    }

    private static ProxyAddress address(String url) {
        try {
            return ProxyAddress.parse(url);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(URL, "****", String.valueOf(e.getMessage()));
        }
    }

    private static void requireLogin(@Nullable String user, boolean hasPassword) {
        if (user == null && hasPassword) {
            throw new InvalidSettingException(USER, null, "is missing: " + PASSWORD + " is set");
        }
        if (user != null && !hasPassword) {
            throw new InvalidSettingException(
                    PASSWORD, null, "is missing: the proxy has a user. Set it or " + PASSWORD + "-file");
        }
        if (user != null && (user.isEmpty() || user.contains(":"))) {
            throw new InvalidSettingException(USER, null, "must not be empty or hold a colon");
        }
    }

    private static void requireShort(String key, @Nullable String value) {
        if (value != null && value.getBytes(StandardCharsets.UTF_8).length > LONGEST_LOGIN_BYTES) {
            throw new InvalidSettingException(key, null, "must not be longer than " + LONGEST_LOGIN_BYTES + " bytes");
        }
    }

    @Override
    public String toString() {
        return "ProxySettings[" + (url == null ? "none" : address(url).shown()) + "]";
    }
}
