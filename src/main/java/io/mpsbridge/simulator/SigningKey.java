package io.mpsbridge.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An account's key for signatures, derived once for each day. Thread-safe. */
final class SigningKey {

    private final String secretKey;
    private final String service;
    private volatile OfDay latest;

    SigningKey(String secretKey, String service) {
        this.secretKey = secretKey;
        this.service = service;
        this.latest = derive("1970-01-01");
    }

    byte[] sign(String date, String text) {
        OfDay key = latest;
        if (!key.date.equals(date)) {
            key = derive(date);
            latest = key;
        }
        return hmac(key.key, text);
    }

    private OfDay derive(String date) {
        byte[] secret = ("TC3" + secretKey).getBytes(StandardCharsets.UTF_8);
        byte[] ofDate = hmac(new SecretKeySpec(secret, "HmacSHA256"), date);
        byte[] ofService = hmac(new SecretKeySpec(ofDate, "HmacSHA256"), service);
        byte[] ofRequest = hmac(new SecretKeySpec(ofService, "HmacSHA256"), "tc3_request");
        return new OfDay(date, new SecretKeySpec(ofRequest, "HmacSHA256"));
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

    private record OfDay(String date, SecretKeySpec key) {}
}
