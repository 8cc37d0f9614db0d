package io.mpsbridge.mps;

import io.mpsbridge.input.InvalidSettingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and who we are under TLS, the keys {@code mps.tls.*}: PEM files, read again when they change.
 *
 * @param trust certificates of authorities
 * @param trustOnly whether they replace those of the Java runtime rather than add to them
 * @param certificate our own, with the chain to its authority, or null
 * @param key its private key, or null
 * @param keyPassword decrypts the key, as a value, or null
 * @param keyPasswordFile the file that holds it, or null
 */
public record TlsSettings(
        List<Path> trust,
        boolean trustOnly,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String keyPassword,
        @Nullable Path keyPasswordFile) {

    /** The Java runtime's trust, and no certificate of our own. */
    public static final TlsSettings NONE = new TlsSettings(List.of(), false, null, null, null, null);

    static final String TRUST = "mps.tls.trust";
    static final String CERTIFICATE = "mps.tls.certificate";
    static final String KEY = "mps.tls.key";
    static final String KEY_PASSWORD = "mps.tls.key-password";

    public TlsSettings {
        trust = List.copyOf(trust);
        if (trustOnly && trust.isEmpty()) {
            throw new InvalidSettingException(TRUST, null, "is missing: mps.tls.trust-only=true would trust nobody");
        }
        if ((certificate == null) != (key == null)) {
            throw new InvalidSettingException(
                    certificate == null ? CERTIFICATE : KEY,
                    null,
                    "is missing: " + (certificate == null ? KEY : CERTIFICATE)
                            + " is set, and one cannot be used without the other");
        }
        if (keyPassword != null && keyPasswordFile != null) {
            throw new InvalidSettingException(
                    KEY_PASSWORD, null, "is given both as a value and as the file " + keyPasswordFile + ": keep one");
        }
        if (key == null && (keyPassword != null || keyPasswordFile != null)) {
            throw new InvalidSettingException(KEY, null, "is missing: " + KEY_PASSWORD + " is set");
        }
    }

    /** All files: those of {@code trust}, then certificate, key and password, as far as they are there. */
    List<KeyedFile> files() {
        List<KeyedFile> files = new ArrayList<>();
        trust.forEach(file -> files.add(new KeyedFile(TRUST, file)));
        if (certificate != null && key != null) {
            files.add(new KeyedFile(CERTIFICATE, certificate));
            files.add(new KeyedFile(KEY, key));
        }
        if (keyPasswordFile != null) {
            files.add(new KeyedFile(KEY_PASSWORD + "-file", keyPasswordFile));
        }
        return files;
    }

    @Override
    public String toString() {
        return "TlsSettings[" + files() + "]";
    }
}
