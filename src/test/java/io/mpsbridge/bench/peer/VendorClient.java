package io.mpsbridge.bench.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import java.util.Map;

/** Asks about a task through the vendor's SDK, as it comes; blocks. Thread-safe. */
final class VendorClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "2019-06-12";
    private static final int CONNECT_SECONDS = 3;
    private static final int READ_SECONDS = 10;

    private final CommonClient client;

    VendorClient(PeerSettings settings) {
        HttpProfile http = new HttpProfile();
        http.setProtocol(HttpProfile.REQ_HTTP);
        http.setEndpoint(settings.endpoint());
        http.setConnTimeout(CONNECT_SECONDS);
        http.setReadTimeout(READ_SECONDS);
        client = new CommonClient(
                "mps",
                VERSION,
                new Credential(settings.secretId(), settings.secretKey()),
                "",
                new ClientProfile(ClientProfile.SIGN_TC3_256, http));
    }

    /** @throws TencentCloudSDKException for whatever is not an answer about the task */
    Answer describe(String taskId) throws TencentCloudSDKException {
        try {
            String question = JSON.writeValueAsString(Map.of("TaskId", taskId));
            JsonNode response = JSON.readTree(client.call("DescribeAigcImageTask", question))
                    .path("Response");
            return new Answer(response.path("Status").asText(), response);
        } catch (JsonProcessingException e) {
            throw new TencentCloudSDKException("the answer is no JSON", e);
        }
    }

    /** @param status WAIT, RUN, DONE or FAIL */
    record Answer(String status, JsonNode response) {
        boolean isOver() {
            return isDone() || status.equals("FAIL");
        }

        boolean isDone() {
            return status.equals("DONE");
        }
    }
}
