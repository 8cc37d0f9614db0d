package io.mpsbridge.mps;

import io.mpsbridge.input.InvalidSettingException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach MPS: the keys {@code mps.*} and {@code tencentcloud.*}.
 *
 * @param endpoint scheme, host and port; {@code http} only for loopback or with {@code mps.allow-http=true}
 * @param region sent as {@code X-TC-Region} if set
 * @param connectTimeout for each step until a connection is writable: a place in the pool, DNS, TCP, the proxy's
 *     answer, and TLS
 * @param responseTimeout from the request to the answer, and between two pieces of the answer; the whole call ends
 *     after {@code connectTimeout + responseTimeout}
 * @param maxConnections the most calls open at once
 */
public record MpsSettings(
        URI endpoint,
        boolean allowHttp,
        @Nullable String region,
        Duration connectTimeout,
        Duration responseTimeout,
        int maxConnections,
        CredentialSettings credentials,
        ProxySettings proxy,
        TlsSettings tls) {

    /**
     * Enough for 5,000 requests per second with round trips of 100 ms. If the service cannot keep up, more connections
     * would only delay each answer, up to the time-out.
     */
    private static final int MOST_CONNECTIONS = 500;

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    public MpsSettings {
        endpoint = EndpointRule.check("mps.endpoint", endpoint, allowHttp);
        requireRegion("mps.region", region);
        requireTimeout("mps.connect-timeout", connectTimeout);
        requireTimeout("mps.response-timeout", responseTimeout);
        if (maxConnections < 1 || maxConnections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "there must be from 1 to " + MOST_CONNECTIONS + " connections, not " + maxConnections);
        }
    }

    /** A permit comes back after its call, so there are never more calls than permits. */
    public static int connectionsFor(int permitsPerSecond) {
        return Math.min(permitsPerSecond, MOST_CONNECTIONS);
    }

    /**
     * The same way to MPS for another account.
     *
     * @param keyPrefix of the keys that describe it, for messages
     */
    public MpsSettings forAccount(
            String keyPrefix, URI itsEndpoint, @Nullable String itsRegion, CredentialSettings itsCredentials) {
        URI checked = EndpointRule.check(keyPrefix + "endpoint", itsEndpoint, allowHttp);
        requireRegion(keyPrefix + "region", itsRegion);
        return new MpsSettings(
                checked,
                allowHttp,
                itsRegion,
                connectTimeout,
                responseTimeout,
                maxConnections,
                itsCredentials,
                proxy,
                tls);
    }

    /** The longest that a call can take, whatever the peer does. */
    Duration totalTimeout() {
        return connectTimeout.plus(responseTimeout);
    }

    /** The same settings for another service, one call at a time. */
    MpsSettings to(URI service) {
        return new MpsSettings(service, allowHttp, region, connectTimeout, responseTimeout, 1, credentials, proxy, tls);
    }

    private static void requireRegion(String key, @Nullable String region) {
        if (region != null && !region.matches("[A-Za-z0-9-]{1,64}")) {
            throw new InvalidSettingException(
                    key, region, "must be the name of a region such as ap-singapore, or left out");
        }
    }

    private static void requireTimeout(String key, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new InvalidSettingException(key, value, "must be from 1ms to 10m, such as 5s");
        }
    }

    /**
     * The configured secrets, as values or as files that hold them; without any, the chain of environment and profile
     * decides for the default account.
     *
     * @param keyPrefix of the keys that these were read from: {@code tencentcloud.}, or {@code mps.accounts.<name>.}
     * @param secretId {@code secret-id} as a value, or null
     * @param secretIdFile the file that holds it ({@code TENCENTCLOUD_SECRET_ID_FILE}), read again when it changes
     */
    public record CredentialSettings(
            String keyPrefix,
            @Nullable String secretId,
            @Nullable String secretKey,
            @Nullable String token,
            @Nullable Path secretIdFile,
            @Nullable Path secretKeyFile,
            @Nullable Path tokenFile) {

        public CredentialSettings {
            requireOne(keyPrefix + "secret-id", secretId, secretIdFile);
            requireOne(keyPrefix + "secret-key", secretKey, secretKeyFile);
            requireOne(keyPrefix + "token", token, tokenFile);
            boolean hasId = secretId != null || secretIdFile != null;
            boolean hasKey = secretKey != null || secretKeyFile != null;
            boolean hasToken = token != null || tokenFile != null;
            if (hasId != hasKey || (hasToken && !hasId)) {
                throw new InvalidSettingException(
                        keyPrefix + (hasId ? "secret-key" : "secret-id"),
                        null,
                        "is missing: "
                                + keyPrefix
                                + (hasId ? "secret-id" : hasKey ? "secret-key" : "token")
                                + " is set, and one cannot be used without the other. Set both (or their -file forms)"
                                + (keyPrefix.startsWith("tencentcloud") ? ", or none to use a profile" : ""));
            }
        }

        /** Whether there are any. */
        public boolean areGiven() {
            return secretId != null || secretIdFile != null;
        }

        private static void requireOne(String key, @Nullable String value, @Nullable Path file) {
            if (value != null && file != null) {
                throw new InvalidSettingException(
                        key, null, "is given both as a value and as the file " + file + ": keep one");
            }
        }

        @Override
        public String toString() {
            return "CredentialSettings[****]";
        }
    }
}
