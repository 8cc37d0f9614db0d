package io.mpsbridge.mps;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An id, its key and its token, read together.
 *
 * @param token null for permanent credentials
 * @param source where they were found, for people
 * @param expiresAt when they end, or null if they do not or it is unknown
 */
record Credentials(
        String secretId,
        String secretKey,
        @Nullable String token,
        String source,
        @Nullable Instant expiresAt) {

    /** Without a known end. */
    Credentials(String secretId, String secretKey, @Nullable String token, String source) {
        this(secretId, secretKey, token, source, null);
    }

    Credentials {
        requireVisible("secret id", secretId, source);
        requireVisible("secret key", secretKey, source);
        if (token != null) {
            requireVisible("token", token, source);
        }
    }

    /** Enough of the id to tell two keys apart in a log, too little to use. */
    String maskedId() {
        return secretId.length() < 16 ? "****" : secretId.substring(0, 8) + "****";
    }

    /** They are sent in headers, where a line break could inject another header. */
    private static void requireVisible(String what, String value, String source) {
        if (value.isEmpty()) {
            throw new CredentialException("the " + what + " from " + source + " is empty");
        }
        if (!value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new CredentialException("the " + what + " from " + source
                    + " holds a blank, a line break or a character that is not ASCII");
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + maskedId() + ", " + (token == null ? "permanent" : "temporary") + ", from " + source
                + "]";
    }
}
