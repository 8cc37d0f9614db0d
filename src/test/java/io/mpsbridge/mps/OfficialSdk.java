package io.mpsbridge.mps;

import com.tencentcloudapi.common.AbstractClient;
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.Sign;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import okhttp3.OkHttpClient;

/** The vendor's own SDK as the oracle of our signer. */
final class OfficialSdk {

    static final String HOST = "mps.intl.tencentcloudapi.com";
    static final String CONTENT_TYPE = "application/json; charset=utf-8";

    private OfficialSdk() {}

    /**
     * The header that the SDK itself makes for a chosen timestamp: its own header builder is not public, and its public
     * calls take the time from the system's clock.
     */
    static String authorization(String id, String key, String token, long epochSecond, byte[] body) throws Exception {
        Method builder = AbstractClient.class.getDeclaredMethod("getAuthorization", HashMap.class, byte[].class);
        builder.setAccessible(true);
        HashMap<String, String> headers = new HashMap<>();
        headers.put("Content-Type", CONTENT_TYPE);
        headers.put("Host", HOST);
        headers.put("X-TC-Timestamp", Long.toString(epochSecond));
        if (token != null) {
            headers.put("X-TC-Token", token);
        }
        return (String) builder.invoke(client(id, key, token, "https://", HOST, null), headers, body);
    }

    /** The documented formula for any signed headers, on the SDK's own primitives. */
    static String authorization(
            String id, String key, long epochSecond, byte[] body, List<String> headerLines, String names)
            throws TencentCloudSDKException {
        String date = Instant.ofEpochSecond(epochSecond)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        String canonical =
                "POST\n/\n\n" + String.join("\n", headerLines) + "\n\n" + names + "\n" + Sign.sha256Hex(body);
        String scope = date + "/mps/tc3_request";
        String toSign = "TC3-HMAC-SHA256\n" + epochSecond + "\n" + scope + "\n"
                + Sign.sha256Hex(canonical.getBytes(StandardCharsets.UTF_8));
        byte[] dateKey = Sign.hmac256(("TC3" + key).getBytes(StandardCharsets.UTF_8), date);
        byte[] signing = Sign.hmac256(Sign.hmac256(dateKey, "mps"), "tc3_request");
        return "TC3-HMAC-SHA256 Credential=" + id + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                + HexFormat.of().formatHex(Sign.hmac256(signing, toSign));
    }

    /** A client that reaches any host name on loopback. */
    static CommonClient clientOnLoopback(String id, String key, String token, int port) {
        OkHttpClient http = new OkHttpClient.Builder()
                .dns(host -> List.of(InetAddress.getLoopbackAddress()))
                .build();
        return client(id, key, token, "http://", "mps.example:" + port, http);
    }

    private static CommonClient client(
            String id, String key, String token, String protocol, String endpoint, OkHttpClient http) {
        HttpProfile profile = new HttpProfile();
        profile.setEndpoint(endpoint);
        profile.setProtocol(protocol);
        if (http != null) {
            profile.setHttpClient(http);
        }
        ClientProfile settings = new ClientProfile();
        settings.setHttpProfile(profile);
        Credential credential = token == null ? new Credential(id, key) : new Credential(id, key, token);
        return new CommonClient("mps", "2019-06-12", credential, "ap-singapore", settings);
    }
}
