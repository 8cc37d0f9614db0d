package io.mpsbridge.mps;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How MPS is reached: the keys {@code mps.*} and {@code tencentcloud.*}.
 *
 * @param endpoint scheme, host and port; {@code http} only for loopback or with {@code mps.allow-http=true}
 * @param region sent as {@code X-TC-Region} where set
 * @param maxConnections calls that may be open at once
 */
public record MpsSettings(
        URI endpoint,
        boolean allowHttp,
        @Nullable String region,
        Duration connectTimeout,
        Duration responseTimeout,
        int maxConnections,
        CredentialSettings credentials) {

    /**
     * The secrets that were configured, as values or as the files that hold them; without any the chain of environment and
     * profile decides.
     *
     * @param secretId {@code tencentcloud.secret-id} as a value, or null
     * @param secretIdFile the file that holds it ({@code TENCENTCLOUD_SECRET_ID_FILE}), read again when it changes
     */
    public record CredentialSettings(
            @Nullable String secretId,
            @Nullable String secretKey,
            @Nullable String token,
            @Nullable Path secretIdFile,
            @Nullable Path secretKeyFile,
            @Nullable Path tokenFile) {
        @Override
        public String toString() {
            return "CredentialSettings[****]";
        }
    }
}
