package io.mpsbridge.simulator;

import java.util.Optional;

/**
 * The one account that the simulator knows.
 *
 * @param token required in {@code X-TC-Token} if present (temporary credentials)
 */
public record Account(String secretId, String secretKey, Optional<String> token) {

    public Account {
        if (secretId.isBlank()) {
            throw new IllegalArgumentException("--secret-id: must not be empty");
        }
        if (secretKey.isBlank()) {
            throw new IllegalArgumentException("--secret-key: must not be empty");
        }
    }

    @Override
    public String toString() {
        return "Account[secretId=" + secretId + ", ****]";
    }
}
