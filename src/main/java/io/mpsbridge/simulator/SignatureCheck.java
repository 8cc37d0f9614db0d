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
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Verifies TC3-HMAC-SHA256 as the vendor documents it ("Signature v3"): the secret id, the token, the timestamp within
 * five minutes, the credential scope, the signed headers and the signature. Lower-cases and strips values of signed
 * headers.
 */
final class SignatureCheck {

    private static final long TOLERANCE_SECONDS = 300;
    private static final String SERVICE = "mps";
    private static final HexFormat HEX = HexFormat.of();

    private final Map<String, Signatory> bySecretId;
    private final InstantSource clock;

    /** @param clock the server's clock, for judging timestamps */
    SignatureCheck(List<Account> accounts, InstantSource clock) {
        this.bySecretId = accounts.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Account::secretId,
                        account -> new Signatory(account, new SigningKey(account.secretKey(), SERVICE))));
        this.clock = clock;
    }

    /** The name of the account whose secret id the request names, whoever signed it, or {@link Call#NOBODY}. */
    String named(ApiRequest request) {
        Signatory signatory = bySecretId.get(request.secretId());
        return signatory == null ? Call.NOBODY : signatory.account.name();
    }

    /** Throws the refusal unless the account that the request names signed it. */
    void verify(ApiRequest request) throws ApiException {
        long timestamp = timestamp(request);
        Authorization authorization = Authorization.parse(request.required("authorization", "Authorization"));
        Signatory signatory = bySecretId.get(authorization.secretId());
        if (signatory == null) {
            throw new ApiException(ApiError.SECRET_ID_NOT_FOUND);
        }
        if (!signatory
                .account
                .token()
                .map(token -> token.equals(request.header("x-tc-token")))
                .orElse(true)) {
            throw new ApiException(ApiError.TOKEN_FAILURE);
        }
        if (Math.abs(clock.instant().getEpochSecond() - timestamp) > TOLERANCE_SECONDS) {
            throw new ApiException(ApiError.SIGNATURE_EXPIRE);
        }
        requireScope(authorization, timestamp);
        String toSign = toSign(authorization, canonicalRequest(request, authorization), timestamp);
        String signature = HEX.formatHex(signatory.key.sign(authorization.date(), toSign));
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

    private static String toSign(Authorization authorization, String canonicalRequest, long timestamp) {
        return "TC3-HMAC-SHA256\n" + timestamp + '\n' + authorization.date() + '/' + SERVICE + "/tc3_request\n"
                + sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8));
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

    private record Signatory(Account account, SigningKey key) {}
}
