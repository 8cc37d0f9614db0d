package io.mpsbridge.simulator;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;

/**
 * The main class of a JVM in which {@code mps.simulator} is a host: makes calls with the official SDK, one after the
 * other, and prints a line for each.
 */
final class SdkCaller {

    private SdkCaller() {}

    /** Port, secret id, secret key, and for each call its action and its parameters. */
    public static void main(String[] args) {
        HttpProfile http = new HttpProfile();
        http.setProtocol(HttpProfile.REQ_HTTP);
        http.setEndpoint("mps.simulator:" + args[0]);
        http.setConnTimeout(5);
        http.setReadTimeout(10);
        ClientProfile profile = new ClientProfile(ClientProfile.SIGN_TC3_256, http);
        CommonClient client = new CommonClient("mps", "2019-06-12", new Credential(args[1], args[2]), "", profile);
        for (int call = 3; call < args.length; call += 2) {
            System.out.println(answer(client, args[call], args[call + 1]));
        }
    }

    private static String answer(CommonClient client, String action, String parameters) {
        try {
            return "answer " + client.call(action, parameters);
        } catch (TencentCloudSDKException e) {
            return "error " + e.getErrorCode();
        }
    }
}
