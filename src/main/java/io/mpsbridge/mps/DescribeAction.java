package io.mpsbridge.mps;

import io.mpsbridge.task.TaskKind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The action that tells about tasks of one kind: how its calls are signed, and what its answers mean. */
final class DescribeAction {

    private static final String SERVICE = "mps";
    private static final String VERSION = "2019-06-12";
    private static final String CONTENT_TYPE = "application/json; charset=utf-8";

    private final Tc3Signer signer;
    private final Map<String, String> constantHeaders;
    private final AnswerReader answers;

    DescribeAction(TaskKind kind, MpsSettings settings) {
        String host = hostHeader(settings.endpoint());
        this.signer = new Tc3Signer(
                SERVICE,
                new TreeMap<>(Map.of("content-type", CONTENT_TYPE, "host", host, "x-tc-action", kind.action())));
        this.constantHeaders = constantHeaders(kind.action(), host, settings.region());
        this.answers = new AnswerReader(settings.endpoint().toString(), kind);
    }

    AnswerReader answers() {
        return answers;
    }

    Map<String, String> headers(Credentials current, long epochSeconds, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(constantHeaders);
        headers.put("X-TC-Timestamp", Long.toString(epochSeconds));
        headers.put("Authorization", signer.authorization(current, epochSeconds, body));
        if (current.token() != null) {
            headers.put("X-TC-Token", current.token());
        }
        return headers;
    }

    private static Map<String, String> constantHeaders(String action, String host, @Nullable String region) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", host);
        headers.put("Content-Type", CONTENT_TYPE);
        headers.put("User-Agent", "mps-bridge");
        headers.put("X-TC-Action", action);
        headers.put("X-TC-Version", VERSION);
        headers.put("X-TC-Language", "en-US");
        if (region != null) {
            headers.put("X-TC-Region", region);
        }
        return headers;
    }

    private static String hostHeader(URI endpoint) {
        int port = endpoint.getPort();
        boolean isDefault = port < 0 || port == ("https".equals(endpoint.getScheme()) ? 443 : 80);
        return isDefault ? endpoint.getHost() : endpoint.getHost() + ":" + port;
    }
}
