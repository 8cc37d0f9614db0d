package io.mpsbridge.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies TC3-HMAC-SHA256 as the vendor documents it ("Signature v3"): the secret id, the token, the timestamp within
 * five minutes, the credential scope, the signed headers and the signature. Lower-cases and strips values of signed
 * headers.
 */
final class SignatureCheck {

    private static final long TOLERANCE_SECONDS = 300;
    private static final String SERVICE = "mps";
    private static final HexFormat HEX = HexFormat.of();

    private final Account account;
    private final InstantSource clock;
    private volatile DayKey dayKey;

    /** @param clock the server's clock, for judging timestamps */
    SignatureCheck(Account account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
        this.dayKey = dayKey("1970-01-01");
    }

    /** Throws the refusal unless the account signed the request. */
    void verify(ApiRequest request) throws ApiException {
        long timestamp = timestamp(request);
        Authorization authorization = Authorization.parse(request.required("authorization", "Authorization"));
        if (!authorization.secretId().equals(account.secretId())) {
            throw new ApiException(ApiError.SECRET_ID_NOT_FOUND);
        }
        if (!account.token()
                .map(token -> token.equals(request.header("x-tc-token")))
                .orElse(true)) {
            throw new ApiException(ApiError.TOKEN_FAILURE);
        }
        if (Math.abs(clock.instant().getEpochSecond() - timestamp) > TOLERANCE_SECONDS) {
            throw new ApiException(ApiError.SIGNATURE_EXPIRE);
        }
        requireScope(authorization, timestamp);
        String signature = signature(authorization, canonicalRequest(request, authorization), timestamp);
        if (!MessageDigest.isEqual(ascii(signature), ascii(authorization.signature()))) {
            throw new ApiException(ApiError.SIGNATURE_FAILURE);
        }
    }

    private static long timestamp(ApiRequest request) throws ApiException {
        String text = request.required("x-tc-timestamp", "Timestamp");
        if (text.length() > 12 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ApiException(ApiError.INVALID_VALUE.saying("Timestamp: not a number of seconds."));
        }
        return Long.parseLong(text);
    }

    private static void requireScope(Authorization authorization, long timestamp) throws ApiException {
        String date = DateTimeFormatter.ISO_LOCAL_DATE.format(
                Instant.ofEpochSecond(timestamp).atOffset(ZoneOffset.UTC));
        if (!authorization.date().equals(date)) {
            throw new ApiException(ApiError.SIGNATURE_FAILURE.saying(
                    "The date of the credential scope is not the UTC date of the timestamp."));
        }
        if (!authorization.service().equals(SERVICE)) {
            throw new ApiException(
                    ApiError.SIGNATURE_FAILURE.saying("The service of the credential scope is not mps."));
        }
        List<String> names = authorization.signedHeaders();
        boolean ascending = names.stream().sorted().distinct().toList().equals(names);
        if (!ascending || !names.contains("content-type") || !names.contains("host")) {
            throw new ApiException(ApiError.SIGNATURE_FAILURE.saying(
                    "SignedHeaders must be sorted, and contain content-type and host."));
        }
    }

    private static String canonicalRequest(ApiRequest request, Authorization authorization) throws ApiException {
        StringBuilder canonical = new StringBuilder(request.method()).append("\n/\n\n");
        for (String name : authorization.signedHeaders()) {
            String value = request.header(name);
            if (value == null) {
                throw new ApiException(ApiError.SIGNATURE_FAILURE.saying("A signed header is missing: " + name));
            }
            canonical
                    .append(name)
                    .append(':')
                    .append(value.toLowerCase(Locale.ROOT))
                    .append('\n');
        }
        canonical.append('\n').append(String.join(";", authorization.signedHeaders()));
        return canonical.append('\n').append(sha256(request.body().bytes())).toString();
    }

    private String signature(Authorization authorization, String canonicalRequest, long timestamp) {
        DayKey key = dayKey;
        if (!key.date.equals(authorization.date())) {
            key = dayKey(authorization.date());
            dayKey = key;
        }
        String toSign = "TC3-HMAC-SHA256\n" + timestamp + '\n' + authorization.date() + '/' + SERVICE + "/tc3_request\n"
                + sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8));
        return HEX.formatHex(hmac(key.key, toSign));
    }

    private DayKey dayKey(String date) {
        byte[] secret = ("TC3" + account.secretKey()).getBytes(StandardCharsets.UTF_8);
        byte[] ofDate = hmac(new SecretKeySpec(secret, "HmacSHA256"), date);
        byte[] ofService = hmac(new SecretKeySpec(ofDate, "HmacSHA256"), SERVICE);
        byte[] ofRequest = hmac(new SecretKeySpec(ofService, "HmacSHA256"), "tc3_request");
        return new DayKey(date, new SecretKeySpec(ofRequest, "HmacSHA256"));
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The signing key of one day. */
    private record DayKey(String date, SecretKeySpec key) {}
}
