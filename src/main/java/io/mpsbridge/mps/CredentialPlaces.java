package io.mpsbridge.mps;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where to look for credentials besides the configuration.
 *
 * @param profile the section of the profile files
 * @param profileFiles in the order in which they are tried
 * @param securityToken the token under the name that {@code tencentcloud.token} does not cover, or null
 * @param webIdentity the pod's own identity, or null
 * @param metadata where the machine's metadata service is, or null not to ask it
 */
public record CredentialPlaces(
        String profile,
        List<Path> profileFiles,
        @Nullable String securityToken,
        @Nullable WebIdentity webIdentity,
        @Nullable URI metadata) {

    public CredentialPlaces {
        profileFiles = List.copyOf(profileFiles);
    }

    /**
     * The vendor's own places.
     *
     * @param environment all variables of the process
     * @param home the user's home directory
     */
    public static CredentialPlaces of(Map<String, String> environment, Path home) {
        String profile = environment.getOrDefault("TENCENTCLOUD_PROFILE", "").strip();
        String token =
                environment.getOrDefault("TENCENTCLOUD_SECURITY_TOKEN", "").strip();
        return new CredentialPlaces(
                profile.isEmpty() ? "default" : profile,
                List.of(Path.of("/etc/tencentcloud/credentials"), home.resolve(".tencentcloud/credentials")),
                token.isEmpty() ? null : token,
                WebIdentity.of(environment),
                InstanceRoleCredentials.SERVICE);
    }

    @Override
    public String toString() {
        return "CredentialPlaces[" + profile + ", " + profileFiles + "]";
    }
}
