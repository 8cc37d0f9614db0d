package io.mpsbridge.testing;

import java.io.InputStream;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificates and keys that servers of the tests show. */
public final class TestKeys {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private TestKeys() {}

    /**
     * What is in a key store.
     *
     * @param keyStore of the folder {@code mps}, such as {@code tls-localhost.p12}
     */
    public static KeyManagerFactory managers(String keyStore) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in =
                Objects.requireNonNull(TestKeys.class.getResourceAsStream("/io/mpsbridge/mps/" + keyStore))) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        return managers;
    }

    /** The same for a server that trusts what this JVM trusts. */
    public static SSLContext context(String keyStore) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers(keyStore).getKeyManagers(), null, null);
        return context;
    }
}
