package io.mpsbridge.mps;

import io.mpsbridge.mps.MpsSettings.CredentialSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Settings and credentials for tests. */
final class MpsFixtures {

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T00:00:00.750Z"));
    static final CredentialSettings NO_CREDENTIALS =
            new CredentialSettings("tencentcloud.", null, null, null, null, null, null);
    static final CredentialSettings PERMANENT = values("AKIDpermanent-0123456789", "key-1", null);
    static final CredentialPlaces NOWHERE = new CredentialPlaces("default", List.of(), null, null, null);

    private MpsFixtures() {}

    static CredentialSettings values(String id, String key, String token) {
        return new CredentialSettings("tencentcloud.", id, key, token, null, null, null);
    }

    static CredentialSettings files(Path id, Path key) {
        return new CredentialSettings("tencentcloud.", null, null, null, id, key, null);
    }

    static MpsSettings settings(String endpoint, CredentialSettings credentials) {
        return new MpsSettings(
                URI.create(endpoint),
                false,
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                20,
                credentials,
                ProxySettings.NONE,
                TlsSettings.NONE);
    }

    /** For peers that never finish. */
    static MpsSettings impatient(String endpoint) {
        return impatient(endpoint, Duration.ofMillis(300));
    }

    static MpsSettings impatient(String endpoint, Duration responseTimeout) {
        return new MpsSettings(
                URI.create(endpoint),
                false,
                null,
                Duration.ofMillis(300),
                responseTimeout,
                2,
                PERMANENT,
                ProxySettings.NONE,
                TlsSettings.NONE);
    }

    static CredentialSource source(CredentialSettings settings) {
        return CredentialSource.create(settings("http://127.0.0.1:1", settings), NOWHERE, CLOCK, System::nanoTime);
    }

    static MpsClient client(MpsSettings settings) {
        return MpsClient.create(settings, source(settings.credentials()), CLOCK, System::nanoTime);
    }

    /** A proxy on loopback, as {@code mps.proxy.url} names it. */
    static ProxySettings proxy(String url) {
        return new ProxySettings(url, ProxySettings.URL, null, null, null, List.of(), ProxySettings.NO_PROXY);
    }

    static MpsSettings by(ProxySettings proxy, String endpoint, Duration connectTimeout) {
        return new MpsSettings(
                URI.create(endpoint),
                true,
                null,
                connectTimeout,
                Duration.ofSeconds(10),
                2,
                PERMANENT,
                proxy,
                TlsSettings.NONE);
    }
}
