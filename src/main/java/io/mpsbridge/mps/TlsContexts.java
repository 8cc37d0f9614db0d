package io.mpsbridge.mps;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS as the settings and their files want it.
 *
 * @param endpoint with our certificate, if there is one
 * @param proxy for a proxy that is itself spoken to over TLS: the same trust, but nobody else gets our certificate
 * @param own our certificate, or null
 */
record TlsContexts(
        SslContext endpoint, SslContext proxy, @Nullable X509Certificate own) {

    /** @param contents those of {@link TlsSettings#files()}; blocks, because the runtime's trust is in a file too */
    static TlsContexts of(TlsSettings settings, List<String> contents) {
        Iterator<String> next = contents.iterator();
        List<X509Certificate> trusted = new ArrayList<>();
        for (Path file : settings.trust()) {
            trusted.addAll(pem(TlsSettings.TRUST, file, next.next()).certificates());
        }
        try {
            X509ExtendedTrustManager trust = new ExplainedTrust(trust(settings.trustOnly(), trusted));
            SslContext anonymous = client(trust).build();
            if (settings.certificate() == null || settings.key() == null) {
                return new TlsContexts(anonymous, anonymous, null);
            }
            List<X509Certificate> chain = pem(TlsSettings.CERTIFICATE, settings.certificate(), next.next())
                    .certificates();
            Pem keyFile = pem(TlsSettings.KEY, settings.key(), next.next());
            String password = next.hasNext() ? next.next().strip() : settings.keyPassword();
            PrivateKey key = PrivateKeys.read(keyFile, chain.get(0).getPublicKey(), password);
            SslContext named = client(trust).keyManager(key, chain).build();
            return new TlsContexts(named, anonymous, chain.get(0));
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableFilesException("mps.tls.*: TLS cannot be set up (" + e + ")", e);
        }
    }

    private static Pem pem(String key, Path file, String content) {
        return new Pem(key + ": " + file, content);
    }

    private static SslContextBuilder client(X509ExtendedTrustManager trust) {
        return SslContextBuilder.forClient()
                .trustManager(trust)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS");
    }

    /** One manager over all authorities, so that a chain may lead to any of them. */
    private static X509ExtendedTrustManager trust(boolean only, List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        if (trusted.isEmpty()) {
            return manager(null);
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        List<X509Certificate> all = new ArrayList<>(trusted);
        if (!only) {
            all.addAll(Arrays.asList(manager(null).getAcceptedIssuers()));
        }
        for (X509Certificate authority : all) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return manager(store);
    }

    /** @param store null for the Java runtime's */
    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager for X.509"));
    }
}
