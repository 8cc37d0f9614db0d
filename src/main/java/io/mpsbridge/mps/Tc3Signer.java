package io.mpsbridge.mps;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs {@code POST /} by the vendor's TC3-HMAC-SHA256. The parts that do not depend on body, time or credentials are
 * computed once per client; the key derived from secret and UTC date is cached for the day.
 *
 * <p>Thread-safe: the cached key is immutable and replaced whole; concurrent computations give the same key.
 */
final class Tc3Signer {

    private static final String ALGORITHM = "TC3-HMAC-SHA256";
    private static final String TERMINATOR = "tc3_request";
    private static final String HMAC = "HmacSHA256";
    private static final int SECONDS_PER_DAY = 86_400;

    private final String service;
    private final String signedNames;
    private final byte[] requestHead;
    private volatile @Nullable DayKey dayKey;

    /**
     * @param service the credential scope's service, {@code mps}
     * @param signedHeaders by lower-case name; values are signed in lower case, as the vendor does
     */
    Tc3Signer(String service, SortedMap<String, String> signedHeaders) {
        this.service = service;
        this.signedNames = String.join(";", signedHeaders.keySet());
        StringBuilder head = new StringBuilder("POST\n/\n\n");
        signedHeaders.forEach((name, value) -> head.append(name)
                .append(':')
                .append(value.strip().toLowerCase(Locale.ROOT))
                .append('\n'));
        this.requestHead =
                utf8(head.append('\n').append(signedNames).append('\n').toString());
    }

    /** The value of {@code Authorization} for a body sent with this {@code X-TC-Timestamp}. */
    String authorization(Credentials credentials, long epochSecond, byte[] body) {
        MessageDigest sha256 = sha256();
        String bodyHash = hex(sha256.digest(body));
        sha256.update(requestHead);
        String requestHash = hex(sha256.digest(utf8(bodyHash)));

        DayKey key = dayKey(credentials.secretKey(), Math.floorDiv(epochSecond, SECONDS_PER_DAY));
        String scope = key.date + '/' + service + '/' + TERMINATOR;
        String toSign = ALGORITHM + '\n' + epochSecond + '\n' + scope + '\n' + requestHash;
        return ALGORITHM + " Credential=" + credentials.secretId() + '/' + scope + ", SignedHeaders=" + signedNames
                + ", Signature=" + hex(hmac(key.bytes, toSign));
    }

    private DayKey dayKey(String secretKey, long epochDay) {
        DayKey kept = dayKey;
        if (kept == null || kept.epochDay != epochDay || !kept.secretKey.equals(secretKey)) {
            kept = new DayKey(secretKey, epochDay, service);
            dayKey = kept;
        }
        return kept;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + HMAC, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Not a record: its string form must not show what it holds. */
    private static final class DayKey {
        private final String secretKey;
        private final long epochDay;
        private final String date;
        private final byte[] bytes;

        DayKey(String secretKey, long epochDay, String service) {
            this.secretKey = secretKey;
            this.epochDay = epochDay;
            this.date = LocalDate.ofEpochDay(epochDay).toString();
            this.bytes = hmac(hmac(hmac(utf8("TC3" + secretKey), date), service), TERMINATOR);
        }
    }
}
