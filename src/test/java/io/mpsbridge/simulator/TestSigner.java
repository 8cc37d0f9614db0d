package io.mpsbridge.simulator;

import com.tencentcloudapi.common.Sign;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Signs with the official SDK's primitives; every ingredient can be spoilt. */
record TestSigner(String secretId, String secretKey, String service, String date) {

    static TestSigner of(Account account, Instant now) {
        String date = now.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        return new TestSigner(account.secretId(), account.secretKey(), "mps", date);
    }

    TestSigner withSecretId(String other) {
        return new TestSigner(other, secretKey, service, date);
    }

    TestSigner withSecretKey(String other) {
        return new TestSigner(secretId, other, service, date);
    }

    TestSigner withService(String other) {
        return new TestSigner(secretId, secretKey, other, date);
    }

    TestSigner withDate(String other) {
        return new TestSigner(secretId, secretKey, service, other);
    }

    /** @param headers those that are signed, by lower-case name */
    String authorization(Map<String, String> headers, String timestamp, byte[] body) {
        StringBuilder canonical = new StringBuilder("POST\n/\n\n");
        TreeMap<String, String> sorted = new TreeMap<>(headers);
        sorted.forEach((name, value) -> canonical.append(name + ":" + value.toLowerCase(Locale.ROOT) + "\n"));
        String names = String.join(";", sorted.keySet());
        try {
            canonical.append("\n" + names + "\n" + Sign.sha256Hex(body));
            String scope = date + "/" + service + "/tc3_request";
            String toSign =
                    "TC3-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n" + Sign.sha256Hex(canonical.toString());
            byte[] key = ("TC3" + secretKey).getBytes(StandardCharsets.UTF_8);
            byte[] ofDay = Sign.hmac256(Sign.hmac256(Sign.hmac256(key, date), service), "tc3_request");
            return "TC3-HMAC-SHA256 Credential=" + secretId + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                    + HexFormat.of().formatHex(Sign.hmac256(ofDay, toSign));
        } catch (TencentCloudSDKException e) {
            throw new AssertionError(e);
        }
    }
}
