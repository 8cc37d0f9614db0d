package io.mpsbridge.simulator;

import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;

/**
 * The main class of a JVM in which {@code mps.simulator} is a host: makes one call with the official SDK and prints it.
 */
final class SdkCaller {

    private SdkCaller() {}

    /** Port, secret id, secret key, action, parameters. */
    public static void main(String[] args) {
        HttpProfile http = new HttpProfile();
        http.setProtocol(HttpProfile.REQ_HTTP);
        http.setEndpoint("mps.simulator:" + args[0]);
        http.setConnTimeout(5);
        http.setReadTimeout(10);
        ClientProfile profile = new ClientProfile(ClientProfile.SIGN_TC3_256, http);
        CommonClient client = new CommonClient("mps", "2019-06-12", new Credential(args[1], args[2]), "", profile);
        try {
            System.out.println("answer " + client.call(args[3], args[4]));
        } catch (TencentCloudSDKException e) {
            System.out.println("error " + e.getErrorCode());
        }
    }
}
