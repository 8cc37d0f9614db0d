package io.mpsbridge.mps;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity that the vendor's Kubernetes gives a pod, from the environment, under the names of the official SDK:
 * {@code TKE_REGION}, {@code TKE_PROVIDER_ID}, {@code TKE_ROLE_ARN} and {@code TKE_WEB_IDENTITY_TOKEN_FILE}.
 *
 * @param missing unset variables while others are set; unless empty, the identity is unusable
 */
record WebIdentity(String region, String providerId, String roleArn, Path tokenFile, List<String> missing) {

    private static final String REGION = "TKE_REGION";
    private static final String PROVIDER_ID = "TKE_PROVIDER_ID";
    private static final String ROLE_ARN = "TKE_ROLE_ARN";
    private static final String TOKEN_FILE = "TKE_WEB_IDENTITY_TOKEN_FILE";
    private static final List<String> NAMES = List.of(REGION, PROVIDER_ID, ROLE_ARN, TOKEN_FILE);

    WebIdentity {
        missing = List.copyOf(missing);
    }

    /** The identity in the environment, or null if there is none. */
    static @Nullable WebIdentity of(Map<String, String> environment) {
        List<String> missing = NAMES.stream()
                .filter(name -> value(environment, name).isEmpty())
                .toList();
        return missing.size() == NAMES.size()
                ? null
                : new WebIdentity(
                        value(environment, REGION),
                        value(environment, PROVIDER_ID),
                        value(environment, ROLE_ARN),
                        Path.of(value(environment, TOKEN_FILE)),
                        missing);
    }

    private static String value(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }
}
